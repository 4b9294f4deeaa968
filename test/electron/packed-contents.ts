/** What a file holds, also where it is packed: deflated with or without a header, in an archive, or as the text of a PDF. */
import { execFileSync } from 'node:child_process';
import zlib from 'node:zlib';

export interface Contents {
  /** How it was packed; empty: as it stands. */
  readonly packed: string;
  readonly bytes: Buffer;
}

const bytesMax = 64 * 1024 * 1024;
/** An end that is missing takes nothing away from what comes before it. */
const tolerant = { finishFlush: zlib.constants.Z_SYNC_FLUSH, maxOutputLength: bytesMax } as const;
const pdfHeader = '%PDF-';
const deflated = 8;

type BodyAt = (bytes: Buffer, at: number) => number | null;

const packings: readonly (readonly [packed: string, beginning: string, bodyAt: BodyAt])[] = [
  ['gzip', '\x1f\x8b\x08', gzipBodyAt],
  ...['\x78\x01', '\x78\x5e', '\x78\x9c', '\x78\xda'].map(
    (beginning) => ['zlib', beginning, (_bytes: Buffer, at: number) => at + 2] as const,
  ),
  ['zip', 'PK\x03\x04', archivedAt],
];

export function* contentsOf(bytes: Buffer): Generator<Contents> {
  yield { packed: '', bytes };
  for (const [packed, beginning, bodyAt] of packings) {
    for (const at of placesOf(bytes, beginning)) {
      const begins = bodyAt(bytes, at);
      // Without a look at sums: what was cut off, or lies among other things, is found as well.
      if (begins !== null) yield* unpacked(packed, () => zlib.inflateRawSync(bytes.subarray(begins), tolerant));
    }
  }
  for (const at of placesOf(bytes, pdfHeader)) yield* unpacked('PDF', () => textOfPdf(bytes.subarray(at)));
}

function* placesOf(bytes: Buffer, beginning: string): Generator<number> {
  for (let at = bytes.indexOf(beginning, 0, 'latin1'); at >= 0; at = bytes.indexOf(beginning, at + 1, 'latin1'))
    yield at;
}

/** Most of what looks like a beginning is none. */
function* unpacked(packed: string, work: () => Buffer): Generator<Contents> {
  try {
    const bytes = work();
    if (bytes.length > 0) yield { packed, bytes };
  } catch {
    return;
  }
}

/** RFC 1952: a file's name may stand before it. */
function gzipBodyAt(bytes: Buffer, at: number): number | null {
  const flags = bytes[at + 3] ?? 0;
  const hasName = (flags & 8) !== 0;
  const end = hasName ? bytes.indexOf(0, at + 10) : at + 9;
  return (flags & ~8) === 0 && end >= 0 ? end + 1 : null;
}

function archivedAt(bytes: Buffer, at: number): number | null {
  const header = bytes.subarray(at, at + 30);
  if (header.length < 30 || header.readUInt16LE(8) !== deflated) return null;
  return at + header.length + header.readUInt16LE(26) + header.readUInt16LE(28);
}

/** Its letters are numbers in a font of its own. One that asks for a passphrase says nothing. */
function textOfPdf(pdf: Buffer): Buffer {
  return execFileSync('pdftotext', ['-', '-'], { input: pdf, maxBuffer: bytesMax, stdio: ['pipe', 'pipe', 'ignore'] });
}
