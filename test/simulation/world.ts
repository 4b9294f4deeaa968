/** The world of one simulated day: two kiosks with their printers, one booking system, the judge, and what chance has in store for them. */
import path from 'node:path';
import type { Station } from '../../electron/station.ts';
import { bookedPatient, bookingsCount, firstStartMs, minuteMs, resourcesOf } from './booked-day.ts';
import { type Chances, chancesFrom } from './chances.ts';
import { type Judge, judgeOf } from './judge.ts';
import { copyFiles, type Kiosk, kioskOf } from './kiosk.ts';
import { watchList } from './list-judge.ts';
import { type MemoryPrinter, memoryPrinter } from './memory-printer.ts';
import { networkOf, type Weather } from './network.ts';
import { type PaperJudge, paperJudgeOf } from './paper-judge.ts';
import { settingsOf } from './settings.ts';
import type { Templates } from './template.ts';
import { type Upstream, type UpstreamFault, upstreamOf } from './upstream.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

/** A deliberate bug, to prove that the judge would find it. */
export type Mutation = UpstreamFault | 'printer-stutters' | 'crash-loses-the-newest' | 'does-not-close';
const upstreamFaults: readonly Mutation[] = ['heeds-no-condition', 'forgets-what-it-accepted', 'leaves-somebody-out'];

export interface Place {
  readonly kiosk: Kiosk;
  readonly weather: Weather;
  readonly printers: readonly MemoryPrinter[];
}

export interface World {
  readonly seed: number;
  readonly time: VirtualTime;
  readonly chances: Chances;
  readonly upstream: Upstream;
  readonly judge: Judge;
  readonly papers: PaperJudge;
  readonly places: readonly Place[];
  readonly session: Session;
  /** The list of yesterday is all that the kiosks have, while the first patients come. */
  readonly beginsWithoutList: boolean;
  /** The clinic closes while the last patients come, whatever is owed by then. */
  readonly closes: boolean;
  /** True time, as a right clock has it. */
  trueMs(): number;
  /** A line of what happened, for whoever looks into a day that failed. */
  tell(line: string): void;
  readonly lines: readonly string[];
  /** Something that must end before time passes on. */
  doing(work: Promise<unknown>): void;
  settled(): Promise<void>;
  /** Whose power is cut next, and after how many turns of what is going on by then. */
  readonly powerCuts: { readonly place: Place; readonly afterTurns: number }[];
  /** The booking office works on the very booking that a kiosk has just read. */
  readonly office: { meets: (bookingId: string) => void };
  /** The kiosks stop being hit by chance. */
  calm: { isCalm: boolean };
}

export interface WorldOptions {
  readonly seed: number;
  readonly templates: Templates;
  /** Empty; for this day alone. */
  readonly folder: string;
  readonly mutation?: Mutation | undefined;
  /** All 300 patients come; by its seed, unless it is said. */
  readonly isWholeDay?: boolean | undefined;
}

/** The part of the day that is lived through. */
export interface Session {
  readonly beginsMs: number;
  readonly minutes: number;
}

/** The first day of so many is lived through from its first patient to its last; of the others some minutes, with the whole list. */
const wholeDayInSo = 500;
/** Of a hundred days. */
const withoutListShare = 15;
/** Of a hundred kiosks on other days: they were last on yesterday, too. */
const lastOnYesterdayShare = 15;
/** Of a hundred days; the clinics of the others close at midnight. */
const closesShare = 25;
/** Patients, and then those who came late. */
export const openMsOf = ({ minutes }: Session): number => (minutes + 15) * minuteMs;
/** Staff come before patients do. */
const beforehandMs = 10 * minuteMs;
const kioskNames = ['KIOSK-1', 'KIOSK-2'];
const pollSeconds = [600, 1_800, 3_600, 3_600];

export function worldOf(options: WorldOptions): World {
  const { seed, mutation } = options;
  const time = virtualTime();
  const chances = chancesFrom(seed);
  const { isWholeDay = seed % wholeDayInSo === 1 } = options;
  const session = sessionOf(chances, isWholeDay);
  const trueMs = () => session.beginsMs + time.nowMs();
  const judge = judgeOf();
  const upstream = upstreamOf({
    nowMs: trueMs,
    fault: isOfUpstream(mutation) ? mutation : undefined,
    onWritten: judge.writtenUpstream,
  });
  const papers = paperJudgeOf(judge);
  const lines: string[] = [];
  let underWay: Promise<unknown>[] = [];
  book({ upstream, judge, chances, session });
  const office: World['office'] = { meets: () => undefined };
  const beginsWithoutList = chances.percent(withoutListShare);
  const closes = chances.percent(closesShare);
  const parts = {
    ...options,
    beginsWithoutList,
    closes,
    office,
    time,
    chances,
    session,
    trueMs,
    judge,
    upstream,
    papers,
  };
  return {
    ...parts,
    places: kioskNames.map((name) => placeOf(name, parts)),
    lines,
    tell: (line) => void lines.push(`${new Date(trueMs()).toISOString().slice(11, 23)} ${line}`),
    doing: (work) => void underWay.push(work),
    async settled() {
      while (underWay.length > 0) {
        const all = underWay;
        underWay = [];
        await Promise.all(all);
      }
    },
    powerCuts: [],
    calm: { isCalm: false },
  };
}

function isOfUpstream(mutation: Mutation | undefined): mutation is UpstreamFault {
  return mutation !== undefined && upstreamFaults.includes(mutation);
}

function sessionOf(chances: Chances, isWhole: boolean): Session {
  const minutes = isWhole ? bookingsCount : chances.whole(2, 6);
  const fromMinute = isWhole ? 0 : chances.whole(0, bookingsCount - minutes);
  return { beginsMs: firstStartMs + fromMinute * minuteMs - beforehandMs, minutes };
}

/** Whether a booking is of this part of the day. */
export function isInSession({ beginsMs, minutes }: Session, startMs: number): boolean {
  const afterMs = startMs - beginsMs - beforehandMs;
  return afterMs >= 0 && afterMs < minutes * minuteMs;
}

function book({ upstream, judge, chances, session }: Pick<World, 'upstream' | 'judge' | 'chances' | 'session'>): void {
  for (let index = 0; index < bookingsCount; index++) {
    const patient = bookedPatient(index, firstStartMs + index * minuteMs);
    const isExpected = isInSession(session, patient.startMs);
    for (const resource of resourcesOf(index, patient, chances, isExpected)) upstream.put(resource);
    judge.add(patient);
  }
}

type Parts = Omit<World, 'places' | 'lines' | 'tell' | 'doing' | 'settled' | 'calm' | 'powerCuts' | 'powerCuts'> &
  WorldOptions;

function placeOf(name: string, parts: Parts): Place {
  const { time, chances, trueMs, upstream, judge, papers } = parts;
  const weather = weatherOf(chances);
  const faultShare = chances.oneOf([0, 0, 1, 4]);
  const printer = (kind: 'LABELS' | 'TICKETS') =>
    memoryPrinter({
      name: `${name}-${kind}`,
      language: kind === 'LABELS' ? 'zpl' : 'esc-pos',
      time,
      chances,
      faultShare,
      isStuttering: parts.mutation === 'printer-stutters' && kind === 'LABELS',
      onOut: kind === 'LABELS' ? (paper) => papers.labelOut(name, paper) : () => undefined,
    });
  const printers = { LABELS: printer('LABELS'), TICKETS: printer('TICKETS') };
  const folder = path.join(parts.folder, name);
  const isLastOnYesterday = parts.beginsWithoutList || chances.percent(lastOnYesterdayShare);
  copyFiles(isLastOnYesterday ? parts.templates.yesterday : parts.templates.today, path.join(folder, '0'));
  const kiosk = kioskOf({
    name,
    folder,
    time,
    trueMs,
    random: chances.random,
    losesTheNewest: parts.mutation === 'crash-loses-the-newest',
    settings: settingsOf({
      name,
      baseUrl: upstream.baseUrl,
      pollSeconds: chances.oneOf(pollSeconds),
      closesAt: closingTimeOf(parts),
    }),
    edges: (isCut) => ({
      transport: networkOf({ time, upstream, trueMs, chances, weather, isCut, onRead: (id) => parts.office.meets(id) }),
      openPrinter: (printerName) => (printerName === 'LABELS' ? printers.LABELS : printers.TICKETS).connected(isCut),
      onProved: papers.proved,
      onFault: (where) => judge.break(`a fault inside ${name}: ${where}`),
    }),
    onOpen(station: Station) {
      judge.lookForLosses(name, station);
      watchList({ kiosk: name, station, judge, upstream, trueMs });
    },
  });
  return { kiosk, weather, printers: [printers.LABELS, printers.TICKETS] };
}

function closingTimeOf({ closes, session, mutation }: Parts): string | null {
  if (!closes || mutation === 'does-not-close') return null;
  return new Date(session.beginsMs + openMsOf(session)).toISOString().slice(11, 16);
}

function weatherOf(chances: Chances): Weather {
  return {
    isDown: false,
    refusal: null,
    lostRequests: chances.oneOf([0, 0, 1, 5]),
    lostAnswers: chances.oneOf([0, 1, 5, 25]),
    cutAnswers: chances.oneOf([0, 0, 1]),
  };
}
