/** Staff of a simulated day: now and then somebody signs in, answers what is asked, prints again, checks people in, and signs out. */

import type { Paper } from '../../clinic/visit.ts';
import type { StaffAction, TaskLine } from '../../electron/staff-api.ts';
import type { Station } from '../../electron/station.ts';
import { minuteMs } from './booked-day.ts';
import type { Recorded } from './judge.ts';
import { phlebotomist } from './settings.ts';
import type { Place, World } from './world.ts';

const tasksMax = 15;
/** Of a hundred acts: the list comes by itself. */
const pullNowShare = 3;
const dead = ['voided', 'spoiled', 'refused'];

export function workAtTheDesk(world: World): void {
  for (const place of world.places) {
    const again = () => {
      if (world.calm.isCalm) return;
      world.doing(round(world, place));
      world.time.after(world.chances.between(8, 40) * minuteMs, again);
    };
    world.time.after(world.chances.between(8, 30) * minuteMs, again);
  }
}

export async function round(world: World, place: Place): Promise<void> {
  const { kiosk } = place;
  const acts = world.chances.whole(0, 8);
  await signedIn(place, async (station) => {
    await answerTasks(world, kiosk.name, station);
    for (let number = 0; number < acts; number++) await actOnSomebody(world, kiosk.name, station);
  });
}

/** Somebody answers what is asked, and does nothing else. */
export async function tidyUp(world: World, place: Place): Promise<void> {
  await signedIn(place, (station) => answerTasks(world, place.kiosk.name, station));
}

async function signedIn({ kiosk }: Place, work: (station: Station) => Promise<void>): Promise<void> {
  const station = kiosk.station();
  if (station === null) return;
  const { badge, pin } = phlebotomist;
  await station.staff.act({ kind: 'sign-in', badge, pin });
  await work(station);
  await station.staff.act({ kind: 'sign-out' });
}

async function answerTasks(world: World, kiosk: string, station: Station): Promise<void> {
  const { content } = await station.staff.act({ kind: 'open-tasks' });
  const tasks = content.screen === 'tasks' ? content.tasks.slice(0, tasksMax) : [];
  for (const task of tasks) await answer(world, kiosk, station, task);
}

async function answer(world: World, kiosk: string, station: Station, task: TaskLine): Promise<void> {
  const { taskId, bookingId, answers } = task;
  if (answers.includes('done'))
    return perform(world, kiosk, station, bookingId, { kind: 'end-task', taskId, answer: 'done' });
  const isThere = 'paperId' in task.matter ? looksForPaper(world, kiosk, station, task.matter.paperId) : true;
  return perform(world, kiosk, station, bookingId, {
    kind: 'end-task',
    taskId,
    answer: isThere ? 'it-is-there' : 'it-is-not-there',
  });
}

/** What lies in the tray; a header or a ticket is not worth a second look. */
function looksForPaper(world: World, kiosk: string, { store }: Station, paperId: string): boolean {
  const paper = store.ledger.paper(paperId);
  const identifier = paper === null ? undefined : identifierOf(paper, store);
  return identifier === undefined || world.papers.isThere(kiosk, identifier, paper?.copy ?? 0);
}

function identifierOf({ bookingId, specimenId }: Paper, { ledger }: Station['store']): string | undefined {
  return ledger.visit(bookingId)?.specimens.find(({ id }) => id === specimenId)?.identifier;
}

async function actOnSomebody(world: World, kiosk: string, station: Station): Promise<void> {
  const { chances, judge } = world;
  const here = [...judge.recorded.values()].filter((one) => one.kiosk === kiosk);
  const isHere = here.length > 0 && chances.percent(80);
  const people: readonly Pick<Recorded, 'patient'>[] = isHere ? here : [...judge.bookings.values()];
  const { bookingId } = chances.oneOf(people).patient;
  if (station.store.ledger.visit(bookingId) === null) {
    if (!chances.percent(30)) return;
    await perform(world, kiosk, station, bookingId, { kind: 'check-in', bookingId });
    return checkedInByStaff(world, kiosk, station, bookingId);
  }
  if (chances.percent(50)) return takeBlood(world, kiosk, station, bookingId);
  if (chances.percent(pullNowShare)) return perform(world, kiosk, station, bookingId, { kind: 'pull-now' });
  const paper = chances.oneOf(station.store.ledger.papers(bookingId));
  const paperId = paper.id;
  const acts: readonly StaffAction[] = [
    { kind: 'reprint', paperId, reason: 'lost' },
    { kind: 'reprint', paperId, reason: 'wrong-details-corrected' },
    { kind: 'spoil', paperId, reason: 'torn' },
    { kind: 'void-set', bookingId, reason: 'labels-lost' },
    { kind: 'reprint-set', bookingId, reason: 'lost' },
    { kind: 'stop-waiting', paperId },
    { kind: 'open-visit', bookingId },
  ];
  await perform(world, kiosk, station, bookingId, chances.oneOf(acts));
}

/** At the chair, with every label of the set on its tube. */
async function takeBlood(world: World, kiosk: string, station: Station, bookingId: string): Promise<void> {
  const specimenIds = (station.store.ledger.visit(bookingId)?.specimens ?? []).map(({ id }) => id);
  const confirmed = { isIdentityConfirmed: true, isLabelledByHand: world.chances.percent(20) };
  await perform(world, kiosk, station, bookingId, { kind: 'record-collection', bookingId, specimenIds, ...confirmed });
}

function checkedInByStaff({ judge }: World, kiosk: string, station: Station, bookingId: string): void {
  const patient = judge.bookings.get(bookingId)?.patient;
  const recorded = patient === undefined ? null : judge.lookForCheckIn(kiosk, station, patient);
  if (recorded !== null) recorded.isShown = true;
}

/** Whatever staff do, a specimen has one label that may be used (S9); each new copy was asked for by this act. */
async function perform(
  world: World,
  kiosk: string,
  station: Station,
  bookingId: string | null,
  action: StaffAction,
): Promise<void> {
  const papers = () => (bookingId === null ? [] : station.store.ledger.papers(bookingId));
  const before = new Set(papers().map(({ id }) => id));
  world.tell(`${kiosk}: staff ${JSON.stringify({ bookingId, ...action, paperId: undefined, taskId: undefined })}`);
  await station.staff.act(action);
  const after = papers();
  const added = after.filter(({ id, copy }) => copy > 0 && !before.has(id));
  for (const paper of added) {
    const identifier = identifierOf(paper, station.store);
    if (identifier !== undefined) world.papers.asked(kiosk, identifier);
  }
  for (const specimenId of new Set(after.map((paper) => paper.specimenId))) {
    const live = after.filter(
      (paper) => specimenId !== null && paper.specimenId === specimenId && !dead.includes(paper.state),
    );
    if (live.length > 1)
      world.judge.break(`S9: ${kiosk} has ${live.length} live labels of one specimen of ${bookingId}`);
  }
}
