/**
 * The encrypted copy of a day's list in the downtime pack: another kiosk of the site, or this one after it was built anew, loads
 * it with the passphrase. AES-256-GCM under a key that scrypt makes of the passphrase; what it is bound to stands before it.
 *
 * The first line is plain: what this is, its version, site and day, salt and initial value. It names nobody.
 */
import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { ImportRefusal } from '../../clinic/list-import.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { BookingRow } from '../cache/booking-row.ts';
import { SetAsideRows } from '../cache/day-list.ts';
import type { FoundList, WantedList } from './found-list.ts';
import { jsonOf } from './json-of.ts';

/** OWASP Password Storage Cheat Sheet, for scrypt with 32 MiB. The header has no say in it. */
const cost: ScryptOptions = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const keyBytes = 32;
const saltBytes = 16;
const ivBytes = 12;
const tagBytes = 16;
const headerBytesMax = 1_000;
const what = 'phlebotomy kiosk day list';

const Header = z.strictObject({
  what: z.literal(what),
  version: z.literal(1),
  site: z.string().max(100),
  day: z.iso.date(),
  salt: z.base64(),
  iv: z.base64(),
});
const Content = z.strictObject({
  madeAt: z.iso.datetime(),
  bookings: z.array(BookingRow).max(20_000),
  setAside: SetAsideRows,
});

/** For how long the list has stood is bound too: it is inside. */
interface DayCopy extends Omit<FoundList, 'source'> {
  readonly siteId: string;
  readonly clinicDay: string;
}

export async function writeDayCopy(list: DayCopy, passphrase: string): Promise<Uint8Array> {
  const [salt, iv] = [randomBytes(saltBytes), randomBytes(ivBytes)];
  const header = { what, version: 1, site: list.siteId, day: list.clinicDay, ...textsOf({ salt, iv }) };
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  const { madeAt, bookings, setAside } = list;
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt), iv).setAAD(line);
  const sealed = Buffer.concat([cipher.update(JSON.stringify({ madeAt, bookings, setAside })), cipher.final()]);
  return Buffer.concat([line, sealed, cipher.getAuthTag()]);
}

export const isDayCopy = (content: Uint8Array): boolean =>
  Buffer.from(content.subarray(0, headerBytesMax)).includes(`"what":"${what}"`);

export async function readDayCopy(
  content: Uint8Array,
  passphrase: string | null,
  wanted: Pick<WantedList, 'siteId' | 'clinicDay'>,
): Promise<Result<FoundList, ImportRefusal>> {
  const end = content.indexOf(0x0a) + 1;
  if (end === 0 || end > headerBytesMax) return refuse({ kind: 'not-understood' });
  const line = content.subarray(0, end);
  const header = Header.safeParse(await jsonOf(line));
  if (!header.success) return refuse({ kind: 'not-understood' });
  if (header.data.site !== wanted.siteId) return refuse({ kind: 'another-site' });
  if (header.data.day !== wanted.clinicDay) return refuse({ kind: 'another-day' });
  if (passphrase === null) return refuse({ kind: 'no-passphrase' });
  const opened = await unseal(content.subarray(end), line, header.data, passphrase);
  if (opened === null) return refuse({ kind: 'wrong-passphrase' });
  const list = Content.safeParse(await jsonOf(opened));
  if (!list.success) return refuse({ kind: 'not-understood' });
  if (list.data.bookings.some(({ siteId }) => siteId !== wanted.siteId)) return refuse({ kind: 'another-site' });
  return list.data.bookings.length === 0 ? refuse({ kind: 'nothing-usable' }) : ok({ source: 'copy', ...list.data });
}

/** Null: another passphrase, or not one byte of it may be believed. */
async function unseal(
  sealed: Uint8Array,
  line: Uint8Array,
  header: z.infer<typeof Header>,
  passphrase: string,
): Promise<Uint8Array | null> {
  const [salt, iv] = [Buffer.from(header.salt, 'base64'), Buffer.from(header.iv, 'base64')];
  if (salt.length !== saltBytes || iv.length !== ivBytes || sealed.length < tagBytes) return null;
  const key = await keyOf(passphrase, salt);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
    .setAAD(line)
    .setAuthTag(sealed.subarray(-tagBytes));
  return Promise.resolve()
    .then(() => Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]))
    .catch(() => null);
}

/** On a thread of the system: it takes a tenth of a second or more. */
function keyOf(passphrase: string, salt: Uint8Array): Promise<Buffer> {
  return promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt)(
    passphrase.normalize('NFC'),
    salt,
    keyBytes,
    cost,
  );
}

const textsOf = ({ salt, iv }: { salt: Buffer; iv: Buffer }) => ({
  salt: salt.toString('base64'),
  iv: iv.toString('base64'),
});
