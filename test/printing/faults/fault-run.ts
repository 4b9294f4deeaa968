/**
 * A run of many papers with faults: several places at once, each printing its share of the plan one paper after the other,
 * and afterwards the trays are compared with what was said of every paper.
 */
import type { FaultKind, FaultKinds, Place } from './fault-kinds.ts';
import { FaultKiosk } from './fault-kiosk.ts';
import { askedAgain, type Language, paperBytes } from './fault-papers.ts';
import { type Planned, planFaults, resetInside } from './fault-plan.ts';

/** What lies in one tray. */
export interface Tray {
  /** How often each paper lies there, by its name. */
  readonly copies: ReadonlyMap<string, number>;
  /** What should not be there at all. */
  readonly problems: readonly string[];
}

interface FaultyPlace<Peer> extends Place<Peer> {
  tray(): Promise<Tray>;
}

interface RunOptions<Peer> {
  readonly seed: number;
  readonly papers: number;
  readonly language: Language;
  readonly paperIdOf: (number: number) => string;
  readonly kinds: FaultKinds<Peer>;
  /** The printers, each with a kiosk of its own. */
  readonly peers: readonly Peer[];
  readonly trayOf: (peer: Peer) => Promise<Tray>;
}

export interface FaultReport {
  readonly papers: number;
  readonly faults: number;
  /** `fault: outcome` → how many. */
  readonly met: Readonly<Record<string, number>>;
  readonly printedTwice: number;
  readonly lost: number;
  readonly uncertain: number;
  readonly unexplained: number;
  /** What must not be, in words, with the name of the paper and its fault. */
  readonly problems: readonly string[];
}

interface Ended {
  readonly planned: Planned;
  readonly ended: string;
}

const paperMsMax = 30_000;

export async function runFaults<Peer extends { readonly port: number; stop(): Promise<void> }>({
  seed,
  papers,
  language,
  paperIdOf,
  kinds,
  peers,
  trayOf,
}: RunOptions<Peer>): Promise<FaultReport> {
  const plan = planFaults({
    seed,
    papers,
    faults: Object.keys(kinds).filter((name) => name !== 'none' && name !== resetInside),
    bytesOfOne: paperBytes[language](paperIdOf(1), '0000').length,
    paperIdOf,
  });
  const places = peers.map((peer) => ({
    kiosk: new FaultKiosk({ language, port: peer.port }),
    peer,
    tray: () => trayOf(peer),
  }));
  const shareOf = (place: number) => plan.filter((_, number) => number % places.length === place);
  try {
    return sumOf(await Promise.all(places.map((place, index) => runPlace(shareOf(index), kinds, place))));
  } finally {
    await Promise.all(places.map(({ kiosk }) => kiosk.close()));
    await Promise.all(peers.map((peer) => peer.stop()));
  }
}

async function runPlace<Peer>(
  share: readonly Planned[],
  kinds: FaultKinds<Peer>,
  place: FaultyPlace<Peer>,
): Promise<FaultReport> {
  const ended: Ended[] = [];
  for (const planned of share) {
    const kind = kinds[planned.fault];
    if (!kind) throw new Error(`no such fault: ${planned.fault}`);
    const done = printWith(kind, place, planned);
    ended.push({ planned, ended: await inTime(done, () => neverEnded(place, planned, ended.at(-1)?.planned)) });
  }
  const before = await place.tray();
  const asked = await askForTheMissing(place, ended, before);
  const after = await place.tray();
  return judge(ended, kinds, before, asked, after);
}

async function printWith<Peer>(kind: FaultKind<Peer>, place: Place<Peer>, planned: Planned): Promise<string> {
  await kind.strike(place, planned);
  const ended = await place.kiosk.ended(planned.paperId);
  if (planned.fault !== 'none') await place.kiosk.wellAgain();
  return ended;
}

/** A person looked for each uncertain paper, did not find it, and asks for another one. */
async function askForTheMissing<Peer>(
  { kiosk }: Place<Peer>,
  ended: readonly Ended[],
  tray: Tray,
): Promise<ReadonlySet<string>> {
  const missing = ended.filter((one) => one.ended !== 'printed' && !tray.copies.has(one.planned.paperId));
  for (const { planned } of missing) kiosk.print(askedAgain(planned.paperId));
  for (const { planned } of missing) await kiosk.ended(askedAgain(planned.paperId));
  return new Set(missing.map(({ planned }) => planned.paperId));
}

function judge<Peer>(
  ended: readonly Ended[],
  kinds: FaultKinds<Peer>,
  before: Tray,
  asked: ReadonlySet<string>,
  after: Tray,
): FaultReport {
  const met: Record<string, number> = {};
  const problems = [...after.problems];
  const count = { printedTwice: 0, lost: 0, uncertain: 0, unexplained: 0 };
  for (const { planned, ended: said } of ended) {
    const copies = before.copies.get(planned.paperId) ?? 0;
    const again = after.copies.get(askedAgain(planned.paperId)) ?? 0;
    const told = `${inWords(planned)}: ${said}, ${copies} in the tray, ${again} asked for again`;
    const isAllowed = kinds[planned.fault]?.allowed.some((one) => one.ended === said && one.copies === copies);
    const isTwice =
      copies > 1 || (after.copies.get(planned.paperId) ?? 0) !== copies || (again > 0 && !asked.has(planned.paperId));
    const isLost = copies + again === 0;
    met[`${planned.fault}: ${said}`] = (met[`${planned.fault}: ${said}`] ?? 0) + 1;
    if (said !== 'printed') count.uncertain += 1;
    if (isTwice) count.printedTwice += 1;
    if (isLost) count.lost += 1;
    if (!isAllowed) count.unexplained += 1;
    if (isTwice || isLost || !isAllowed) problems.push(told);
  }
  const faults = ended.filter(({ planned }) => planned.fault !== 'none').length;
  return { papers: ended.length, faults, met, problems, ...count };
}

function sumOf(reports: readonly FaultReport[]): FaultReport {
  const met: Record<string, number> = {};
  for (const report of reports) {
    for (const [what, times] of Object.entries(report.met)) met[what] = (met[what] ?? 0) + times;
  }
  const sum = (of: (report: FaultReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  return {
    papers: sum(({ papers }) => papers),
    faults: sum(({ faults }) => faults),
    met: Object.fromEntries(Object.entries(met).toSorted()),
    printedTwice: sum(({ printedTwice }) => printedTwice),
    lost: sum(({ lost }) => lost),
    uncertain: sum(({ uncertain }) => uncertain),
    unexplained: sum(({ unexplained }) => unexplained),
    problems: reports.flatMap(({ problems }) => problems),
  };
}

const inWords = ({ paperId, fault, afterBytes }: Planned) =>
  `${paperId} (${fault}${afterBytes > 0 ? ` after ${afterBytes} bytes` : ''})`;

function neverEnded<Peer>({ kiosk }: Place<Peer>, planned: Planned, before: Planned | undefined): string {
  const report = JSON.stringify(kiosk.bench.reports.at(-1));
  const last = before ? `, after ${inWords(before)}` : '';
  return `${inWords(planned)}: never ended${last}; ${JSON.stringify(kiosk.journal.stateOf(planned.paperId))}; ${report}`;
}

async function inTime<Value>(work: Promise<Value>, message: () => string): Promise<Value> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(message())), paperMsMax);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
