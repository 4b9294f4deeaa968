/**
 * The papers of the fault runs: the clinic's own specimen label and queue ticket, each made so that what lies in the tray
 * says which paper it is, and whether it is whole.
 */
import { encodeTicket } from '../../../printing/languages/esc-pos.ts';
import { encodeZpl } from '../../../printing/languages/zpl.ts';
import { media8, specimenContent, specimenLabelOf } from '../labels-for-tests.ts';

export type Language = 'zpl' | 'esc-pos';

const byAPersonPrefix = 'RE';
/** The same paper once more, because a person asked for it. */
export const askedAgain = (paperId: string): string => `${byAPersonPrefix}${paperId.slice(2)}`;
const copyOf = (paperId: string): number => (paperId.startsWith(byAPersonPrefix) ? 1 : 0);

export const labelPaperId = (number: number): string => `PH${String(number).padStart(8, '0')}`;
export const ticketPaperId = (number: number): string => `TI${String(number).padStart(6, '0')}`;

export const paperBytes: Readonly<Record<Language, (paperId: string, token: string) => Uint8Array>> = {
  zpl(paperId, token) {
    const content = specimenContent({ familyName: 'Quillfeather', identifier: paperId, copy: copyOf(paperId) });
    return encodeZpl(specimenLabelOf(content), { dotsPerMm: media8.dotsPerMm, echoToken: token });
  },
  'esc-pos': (paperId, token) =>
    encodeTicket(
      {
        ticketNumber: Number(paperId.slice(-3)),
        visitCode: 'K7',
        siteName: 'Blood tests',
        waitAt: paperId,
        arrivedAt: '24 Nov 2026, 09:00',
        copy: copyOf(paperId),
      },
      { token },
    ),
};

/** Of what came out of the printer; null: not exactly one paper of ours. */
export function paperOnLabel(base64: string): string | null {
  const bytes = Buffer.from(base64, 'base64');
  const text = bytes.toString('latin1');
  const paperId = /A\^FD((?:PH|RE)\d{8})\^FS/.exec(text)?.[1];
  const token = /\^FN1\^FD(\w+)\^FS/.exec(text)?.[1];
  if (paperId === undefined || token === undefined) return null;
  return bytes.equals(paperBytes.zpl(paperId, token)) ? paperId : null;
}

interface FoundTicket {
  readonly paperId: string | null;
  /** Every line is there, and nothing else. */
  readonly isWhole: boolean;
}

export function ticketFound(lines: readonly string[], unknown: readonly string[]): FoundTicket {
  const paperId =
    lines.map((line) => /\b(?:TI|RE)\d{6}\b/.exec(line)?.[0]).find((found) => found !== undefined) ?? null;
  if (paperId === null) return { paperId, isWhole: false };
  const wanted = [
    ...(copyOf(paperId) > 0 ? ['DUPLICATE 1'] : []),
    'Blood tests',
    'Your ticket',
    String(Number(paperId.slice(-3))),
    `Please wait: ${paperId}`,
    'Visit code K7',
    'Checked in 24 Nov 2026, 09:00',
    'Keep this ticket. Show it when called.',
  ];
  const said = lines.map((line) => line.trim()).filter((line) => line !== '');
  return { paperId, isWhole: unknown.length === 0 && JSON.stringify(said) === JSON.stringify(wanted) };
}
