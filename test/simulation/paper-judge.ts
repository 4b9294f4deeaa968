/** Looks at every label that comes out of a printer of a simulated day, as somebody who reads what stands on it and knows whose it is. */
import type { Judge, Recorded } from './judge.ts';
import { isSame, keyOf } from './judge.ts';
import type { PaperOut } from './memory-printer.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface LabelOut {
  readonly identifier: string;
  readonly copy: number;
}

export interface PaperJudge {
  proved(bytes: Uint8Array): void;
  labelOut(kiosk: string, paper: PaperOut): void;
  /** Staff asked for so many more labels of these specimens. */
  asked(kiosk: string, identifier: string): void;
  /** Whether this very copy came out: what somebody at the printer sees. */
  isThere(kiosk: string, identifier: string, copy: number): boolean;
  labelsOut(kiosk: string, identifier: string): number;
}

/** Whole, or its first eight letters and more with the mark of a name that was too long for its line. */
function hasFamilyName(text: string, family: string): boolean {
  const cut = /(?:^|\| )([^|]{8,})\.\.\.,/.exec(text)?.[1];
  return text.includes(family) || (cut !== undefined && family.startsWith(cut));
}

export function paperJudgeOf(judge: Judge): PaperJudge {
  const proved = new Set<string>();
  const out = new Map<string, LabelOut[]>();
  const asks = new Map<string, number>();

  function lookAtSpecimenLabel(kiosk: string, label: LabelOut, text: string): void {
    const { identifier, copy } = label;
    const before = out.get(keyOf(kiosk, identifier)) ?? [];
    out.set(keyOf(kiosk, identifier), [...before, label]);
    const allowed = 1 + (asks.get(keyOf(kiosk, identifier)) ?? 0);
    if (before.some((other) => other.copy === copy))
      judge.break(`S5: ${kiosk} printed copy ${copy} of ${identifier} twice`);
    if (before.length + 1 > allowed)
      judge.break(`S5: ${kiosk} printed ${before.length + 1} labels of ${identifier}, asked for ${allowed}`);
    const recorded = findRecorded(kiosk, identifier);
    if (recorded === null) judge.break(`S1: ${kiosk} printed ${identifier}, a specimen of nobody who is checked in`);
    else if (!isLabelOf(recorded, copy, text))
      judge.break(`S1: ${kiosk} printed ${identifier} for somebody else than ${recorded.patient.bookingId}: ${text}`);
  }

  function findRecorded(kiosk: string, identifier: string): Recorded | null {
    const bookingId = bookingIds.get(keyOf(kiosk, identifier));
    if (bookingId !== undefined) return judge.recorded.get(keyOf(kiosk, bookingId)) ?? null;
    for (const one of judge.recorded.values()) {
      for (const known of one.identifiers) bookingIds.set(keyOf(one.kiosk, known), one.patient.bookingId);
    }
    const found = bookingIds.get(keyOf(kiosk, identifier));
    return found === undefined ? null : (judge.recorded.get(keyOf(kiosk, found)) ?? null);
  }
  const bookingIds = new Map<string, string>();

  /** The first copy is for whom the kiosk checked in; a later one may say what was corrected, and nothing that never was true. */
  function isLabelOf({ person, patient }: Recorded, copy: number, text: string): boolean {
    const persons = judge.bookings.get(patient.bookingId)?.persons ?? [];
    const allowed = copy === 0 ? persons.filter((one) => isSame(one, person)) : persons;
    return allowed.some(({ family, given, nhsNumber, dateOfBirth }) => {
      const [year = '', month = '', day = ''] = dateOfBirth.split('-');
      const number = `NHS ${nhsNumber.slice(0, 3)} ${nhsNumber.slice(3, 6)} ${nhsNumber.slice(6)}`;
      const born = `DOB ${day}-${months[Number(month) - 1]}-${year}`;
      return hasFamilyName(text, family.toUpperCase()) && [given, number, born].every((words) => text.includes(words));
    });
  }

  return {
    proved: (bytes) => void proved.add(keyOfBytes(bytes)),
    asked: (kiosk, identifier) =>
      void asks.set(keyOf(kiosk, identifier), (asks.get(keyOf(kiosk, identifier)) ?? 0) + 1),
    isThere: (kiosk, identifier, copy) =>
      out.get(keyOf(kiosk, identifier))?.some((label) => label.copy === copy) === true,
    labelsOut: (kiosk, identifier) => out.get(keyOf(kiosk, identifier))?.length ?? 0,
    labelOut(kiosk, { bytes }) {
      if (!proved.has(keyOfBytes(bytes))) judge.break(`S6: ${kiosk} printed a label that was not proved`);
      const zpl = Buffer.from(bytes).toString('latin1');
      const identifier = /\^BC[^^]*\^FD([^^]*)\^FS/.exec(zpl)?.[1];
      if (identifier === undefined) return;
      const text = textsOf(zpl).join(' | ');
      lookAtSpecimenLabel(kiosk, { identifier, copy: Number(/REPRINT (\d+)/.exec(text)?.[1] ?? 0) }, text);
    },
  };
}

const keyOfBytes = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** What stands on the label in words; `_C3` is a byte where the field says so. */
function textsOf(zpl: string): readonly string[] {
  return Array.from(zpl.matchAll(/(\^FH_)?\^FD([^^]*)\^FS/g), ([, isHex, text = '']) => {
    const bytes =
      isHex === undefined
        ? text
        : text.replace(/_([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return Buffer.from(bytes, 'latin1').toString('utf8');
  });
}
