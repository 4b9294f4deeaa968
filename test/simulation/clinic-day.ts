/**
 * One simulated day of a clinic, from its seed: the same seed is the same day, step for step. After each step the promises are
 * looked at; the first that is broken ends the day, and says after which steps.
 */
import { hash } from 'node:crypto';
import type { Station } from '../../electron/station.ts';
import { dayMs, minuteMs } from './booked-day.ts';
import { lookAtTheEnd, whatIsLeft } from './end-of-day.ts';
import { openOffice } from './office.ts';
import { comeOnTheNextDay, expectPatients } from './patients.ts';
import { quiet } from './quiet.ts';
import { round, tidyUp, workAtTheDesk } from './staff-round.ts';
import { brewTroubles, cutPower, startAgain } from './troubles.ts';
import { expectWalkIns } from './walk-ins.ts';
import { openMsOf, type World, type WorldOptions, worldOf } from './world.ts';

export interface DayReport {
  readonly seed: number;
  /** The first promise that was broken; null: none. */
  readonly broken: string | null;
  /** What happened until then. */
  readonly lines: readonly string[];
  /** The same for two days that were the same, step for step. */
  readonly digest: string;
  readonly met: Readonly<Record<string, number>>;
}

/** When everything works again, everything is sent within this time. */
const calmMsMax = 180 * minuteMs;

/** Of a hundred days; the others end when everything is sent. */
const nextMorningShare = 25;

const tidyRoundsMax = 4;

/** Without a moment between them; whoever needs more never rests. */
const stepsAtOnceMax = 2_000;

class PromiseBroken extends Error {}

export async function liveThroughDay(options: WorldOptions): Promise<DayReport> {
  const world = worldOf(options);
  let broken: string | null = null;
  const ended = live(world).catch((error: unknown) => {
    broken =
      error instanceof PromiseBroken
        ? error.message
        : `the day broke off: ${error instanceof Error ? error.stack : error}`;
  });
  await ended;
  for (const { kiosk } of world.places) kiosk.discard();
  return {
    seed: options.seed,
    broken,
    lines: world.lines,
    digest: hash('sha256', world.lines.join('\n')),
    met: metOn(world),
  };
}

async function live(world: World): Promise<void> {
  for (const { kiosk } of world.places) startAgain(world, kiosk);
  await settle(world);
  expectPatients(world);
  openOffice(world);
  brewTroubles(world);
  workAtTheDesk(world);
  expectWalkIns(world);
  await passTo(world, openMsOf(world.session));
  await calmDown(world);
  if (world.closes) await closeClinic(world);
  lookAtTheEnd(world);
  lookAtPromises(world);
  if (world.chances.percent(nextMorningShare)) await liveThroughNextMorning(world);
}

async function passTo(world: World, untilMs: number, isEnough: () => boolean = () => false): Promise<void> {
  let steps = 0;
  let lastMs = world.time.nowMs();
  while (!isEnough() && world.time.passTo(untilMs)) {
    await settle(world);
    steps = world.time.nowMs() === lastMs ? steps + 1 : 0;
    lastMs = world.time.nowMs();
    if (steps > stepsAtOnceMax)
      throw new PromiseBroken('a kiosk never rests: something goes on for ever, and no time passes');
  }
}

/** Until everything that this step set in motion is at rest; the power may be cut in the middle of it. */
async function settle(world: World): Promise<void> {
  await world.settled();
  const due = world.powerCuts.splice(0);
  let turns = 0;
  await quiet(() => {
    for (const cut of due) if (cut.afterTurns === turns) cutPower(world, cut.place);
    turns += 1;
  });
  for (const cut of due) if (cut.afterTurns >= turns) cutPower(world, cut.place);
  lookAtPromises(world);
}

function lookAtPromises(world: World): void {
  const [first] = world.judge.broken;
  if (first !== undefined) throw new PromiseBroken(first);
}

const stationsOf = (world: World): readonly Station[] =>
  world.places.map(({ kiosk }) => kiosk.station()).filter((station) => station !== null);

/** All that was broken is mended, and somebody answers what is asked: everything that is owed is sent before long. */
async function calmDown(world: World): Promise<void> {
  world.tell('everything works again');
  world.calm.isCalm = true;
  world.upstream.hide(0);
  for (const { kiosk, weather, printers } of world.places) {
    weather.isDown = false;
    weather.refusal = null;
    for (const printer of printers) printer.mend();
    startAgain(world, kiosk);
  }
  await settle(world);
  for (const place of world.places) await round(world, place);
  await settle(world);
  const isAllSent = () => stationsOf(world).every(({ store }) => store.ledger.outboxPending().length === 0);
  await passTo(world, world.time.nowMs() + calmMsMax, isAllSent);
  if (!isAllSent()) world.judge.break('S3: something that is owed is not sent, hours after everything works again');
}

/** When nothing is owed and nothing is asked any more, the names of the day go (S13). */
async function closeClinic(world: World): Promise<void> {
  const isOver = () => world.places.every(({ kiosk }) => whatIsLeft(kiosk).next().done);
  for (let rounds = 0; rounds < tidyRoundsMax && !isOver(); rounds++) {
    for (const place of world.places) await tidyUp(world, place);
    await settle(world);
    await passTo(world, world.time.nowMs() + 25 * minuteMs, isOver);
  }
  for (const { kiosk } of world.places) {
    world.tell(`${kiosk.name}: the clinic is closed`);
    for (const left of whatIsLeft(kiosk)) world.judge.break(`S13: the clinic is over, and ${kiosk.name} ${left}`);
  }
}

/** The list of yesterday is all that there is: nobody is checked in with it (S10). */
async function liveThroughNextMorning(world: World): Promise<void> {
  for (const { kiosk } of world.places) await kiosk.shutDown();
  const [place] = world.places;
  if (place === undefined) return;
  place.weather.isDown = true;
  place.kiosk.jumpClock(dayMs);
  startAgain(world, place.kiosk);
  await settle(world);
  const station = place.kiosk.station();
  const left = [...world.judge.bookings.values()].find(
    ({ patient }) => station?.store.ledger.visit(patient.bookingId) === null,
  );
  if (station === null || left === undefined) return;
  comeOnTheNextDay(station, left.patient);
  await passTo(world, world.time.nowMs() + minuteMs);
  if (station.store.ledger.visit(left.patient.bookingId) !== null)
    world.judge.break('S10: somebody was checked in from the list of yesterday');
  lookAtPromises(world);
}

function metOn(world: World): DayReport['met'] {
  const times = (what: string) => world.lines.filter((line) => line.includes(what)).length;
  return {
    checkedIn: world.judge.recorded.size,
    arrivalsUpstream: world.upstream.all('Encounter').length,
    bloodTaken: times('"record-collection"'),
    reprints: times('"reprint'),
    toldToStaff: times('"answer":'),
    walkIns: times('staff register'),
    listNotReady: times('list-not-ready'),
    closedKiosks: times('the clinic is closed'),
    listsHeld: times('is held'),
    powerCuts: times('the power is cut'),
    absurdClocks: times('it starts with a clock'),
    officeActs: times('office:'),
    staffActs: times(': staff '),
  };
}
