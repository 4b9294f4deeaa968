/** The passphrase of the downtime pack: a file that the system keeps for the kiosk, and that the people who need it know too. */
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { readPlainFile } from './read-file.ts';

const fileBytesMax = 1_000;
/** Four words, or twelve signs by chance: the disk with the pack may be taken away and tried at leisure. */
export const passphraseCharactersMin = 12;

/** ISO 32000-2, 7.6.4: readers cut off the rest, or do not. */
const passphraseBytesMax = 127;
/** What readers of PDF take as it is. Of other signs each makes what it will, and whoever types one at another computer too. */
const plainSigns = /^[\p{L}\p{M}\p{N}\p{P}$+<=>^`|~ ]+$/u;

type PassphraseProblem = 'passphrase-missing' | 'passphrase-short' | 'passphrase-odd';

export async function readPassphrase(file: string): Promise<Result<string, PassphraseProblem>> {
  const read = await readPlainFile(file, fileBytesMax);
  if (!read.ok) return refuse('passphrase-missing');
  const passphrase = Buffer.from(read.value).toString('utf8').trim().normalize('NFC');
  if (passphrase.length < passphraseCharactersMin) return refuse('passphrase-short');
  return isPlain(passphrase) ? ok(passphrase) : refuse('passphrase-odd');
}

function isPlain(passphrase: string): boolean {
  const isShort = Buffer.byteLength(passphrase) <= passphraseBytesMax;
  return isShort && plainSigns.test(passphrase) && passphrase.normalize('NFKC') === passphrase;
}
