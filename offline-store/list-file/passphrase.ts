/** The passphrase of the downtime pack: a file that the system keeps for the kiosk, and that the people who need it know too. */
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { readPlainFile } from './read-file.ts';

const fileBytesMax = 1_000;
/** Four words, or twelve signs by chance: the disk with the pack may be taken away and tried at leisure. */
export const passphraseCharactersMin = 12;

export async function readPassphrase(file: string): Promise<Result<string, 'passphrase-missing' | 'passphrase-short'>> {
  const read = await readPlainFile(file, fileBytesMax);
  if (!read.ok) return refuse('passphrase-missing');
  const passphrase = Buffer.from(read.value).toString('utf8').trim();
  return passphrase.length < passphraseCharactersMin ? refuse('passphrase-short') : ok(passphrase);
}
