/** What goes wrong on a simulated day beside what single requests and papers meet: lines down, servers that refuse, power cuts, clocks. */
import { dayMs, minuteMs } from './booked-day.ts';
import type { Place, World } from './world.ts';

const refusals = [
  { status: 503, retryAfterSeconds: null },
  { status: 429, retryAfterSeconds: 30 },
  { status: 503, retryAfterSeconds: 120 },
  { status: 500, retryAfterSeconds: null },
];

/** Of a hundred days. */
const brokenIndexShare = 12;
/** Of a hundred power cuts. */
const flatBatteryShare = 15;
const absurdYears = [-20, 100];
const yearMs = 365 * dayMs;

export function brewTroubles(world: World): void {
  const { chances, places } = world;
  for (let number = chances.whole(0, 2); number > 0; number--) lineDown(world, places);
  if (world.beginsWithoutList) bringListLate(world);
  if (chances.percent(brokenIndexShare)) breakIndex(world);
  for (const place of places) {
    for (let number = chances.whole(0, 2); number > 0; number--) lineDown(world, [place]);
    for (let number = chances.oneOf([0, 0, 1, 2]); number > 0; number--) refuse(world, place);
    for (let number = chances.oneOf([0, 0, 1, 1, 2]); number > 0; number--) powerCut(world, place);
    if (chances.percent(20)) shutDown(world, place);
    if (chances.percent(30)) jump(world, place);
  }
}

function sometime({ chances, time, session }: World, happens: () => void): void {
  time.after(chances.between(1, session.minutes) * minuteMs, happens);
}

function lineDown(world: World, places: readonly Place[]): void {
  const minutes = world.chances.between(0.02, 0.4) * world.session.minutes;
  sometime(world, () => {
    for (const { weather, kiosk } of places) {
      world.tell(`${kiosk.name}: the line is down for ${Math.round(minutes)} minutes`);
      weather.isDown = !world.calm.isCalm;
      world.time.after(minutes * minuteMs, () => {
        weather.isDown = false;
      });
    }
  });
}

function bringListLate({ chances, time, places }: World): void {
  const minutes = chances.between(2, 14);
  for (const { weather } of places) {
    weather.isDown = true;
    time.after(minutes * minuteMs, () => {
      weather.isDown = false;
    });
  }
}

/** Whoever asks meanwhile is sent a short list: most of it is held for staff, and nobody vanishes (S11). */
function breakIndex(world: World): void {
  const ofTen = world.chances.oneOf([2, 6, 9]);
  sometime(world, () => {
    if (world.calm.isCalm) return;
    world.tell(`the booking system does not find ${ofTen} of ten bookings`);
    world.upstream.hide(ofTen);
    for (const { kiosk } of world.places) pullShortList(world, kiosk);
    world.time.after(world.chances.between(1, 10) * minuteMs, () => world.upstream.hide(0));
  });
}

function pullShortList(world: World, kiosk: Place['kiosk']): void {
  const station = kiosk.station();
  void station?.sync.pullNow().then((pulled) => {
    if (pulled.ok || pulled.problem.kind !== 'held' || kiosk.station() !== station) return;
    const { before, pulled: found } = pulled.problem;
    world.tell(`${kiosk.name}: a list of ${found} instead of ${before} is held`);
    const { ledger } = station.store;
    const isAsked = ledger.openTasks().some(({ matter }) => matter.kind === 'list-held');
    if (!isAsked) world.judge.break(`S11: ${kiosk.name} holds a list back, and staff are not asked`);
    if (station.store.cache.listed().length < before)
      world.judge.break(`S11: ${kiosk.name} shows a list that it held back`);
  });
}

function refuse(world: World, { weather, kiosk }: Place): void {
  const refusal = world.chances.oneOf(refusals);
  sometime(world, () => {
    if (world.calm.isCalm) return;
    world.tell(`${kiosk.name}: the server says ${refusal.status}`);
    weather.refusal = refusal;
    world.time.after(world.chances.between(1, 10) * minuteMs, () => {
      weather.refusal = null;
    });
  });
}

function powerCut(world: World, place: Place): void {
  sometime(world, () => {
    if (world.calm.isCalm || place.kiosk.station() === null) return;
    world.powerCuts.push({ place, afterTurns: world.chances.whole(0, 6) });
  });
}

/** Whoever unplugged it plugs it in again. */
export function cutPower(world: World, { kiosk }: Place): void {
  if (kiosk.station() === null) return;
  world.tell(`${kiosk.name}: the power is cut`);
  kiosk.cutPower();
  const isBatteryFlat = world.chances.percent(flatBatteryShare);
  const begin = isBatteryFlat ? startWithAbsurdClock : startAgain;
  world.time.after(world.chances.between(0.2, 8) * minuteMs, () => begin(world, kiosk));
}

function shutDown(world: World, { kiosk }: Place): void {
  sometime(world, () => {
    if (world.calm.isCalm || kiosk.station() === null) return;
    world.tell(`${kiosk.name}: it is shut down`);
    world.doing(kiosk.shutDown());
    world.time.after(world.chances.between(0.2, 8) * minuteMs, () => startAgain(world, kiosk));
  });
}

export function startAgain(world: World, kiosk: Place['kiosk']): void {
  if (kiosk.station() !== null) return;
  world.tell(`${kiosk.name}: it starts`);
  const opened = kiosk.start().then((problems) => {
    if (problems !== null) world.judge.break(`S15: ${kiosk.name} does not open: ${problems.join('; ')}`);
  });
  world.doing(opened);
}

/** The battery of its clock is flat, too: it says so and takes nobody, until somebody has set the clock (S15). */
function startWithAbsurdClock(world: World, kiosk: Place['kiosk']): void {
  if (kiosk.station() !== null) return;
  const years = world.chances.oneOf(absurdYears);
  world.tell(`${kiosk.name}: it starts with a clock that is ${years} years ahead`);
  kiosk.jumpClock(years * yearMs);
  const refused = kiosk.start().then((problems) => {
    if (problems?.[0]?.startsWith('clock: ') !== true)
      world.judge.break(`S15: ${kiosk.name} opened with an absurd clock, or says ${problems?.join('; ')}`);
    kiosk.jumpClock(-years * yearMs);
  });
  world.doing(refused);
  world.time.after(world.chances.between(0.2, 2) * minuteMs, () => startAgain(world, kiosk));
}

function jump(world: World, { kiosk }: Place): void {
  const minutes = world.chances.oneOf([-60, -10, -1, 1, 10, 60]);
  sometime(world, () => {
    world.tell(`${kiosk.name}: its clock jumps by ${minutes} minutes`);
    kiosk.jumpClock(minutes * minuteMs);
    world.time.after(world.chances.between(5, 60) * minuteMs, () => {
      world.tell(`${kiosk.name}: its clock is set right`);
      kiosk.jumpClock(-minutes * minuteMs);
    });
  });
}
