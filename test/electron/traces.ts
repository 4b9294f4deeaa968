/** Looks for people in files, byte by byte, in every form in which a kiosk might write them down. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { formatDateOfBirth } from '../../clinic/date-of-birth.ts';
import { formatNhsNumber, parseNhsNumber } from '../../clinic/nhs-number.ts';
import type { FhirJson } from '../peers/fhir/fhir-door.ts';
import { filesUnder } from './kiosk-command.ts';
import { contentsOf } from './packed-contents.ts';

interface FhirPatient {
  readonly name: readonly { readonly family: string; readonly given: readonly string[] }[];
  readonly birthDate: string;
  readonly identifier: readonly { readonly value: string }[];
}

interface FhirNumbered {
  readonly identifier?: readonly { readonly value: string }[];
  readonly requisition?: { readonly value: string };
}

/** Names, dates of birth and NHS numbers of everybody among these resources, as a person or a program would write them. */
export function whatIdentifies(resources: readonly FhirJson[]): readonly string[] {
  // The training day makes its patients with all of these.
  const patients = resources.filter((one) => one.resourceType === 'Patient') as unknown as readonly FhirPatient[];
  return [...new Set(patients.flatMap((patient) => [...namesOf(patient), ...datesOf(patient), ...numbersOf(patient)]))];
}

/** What leads to somebody for whoever has the booking system or the laboratory: of bookings, orders and specimens, the numbers. */
export function whatLeadsTo(resources: readonly FhirJson[]): readonly string[] {
  const others = resources.filter(({ resourceType }) =>
    ['Appointment', 'ServiceRequest', 'Specimen'].includes(resourceType),
  );
  // The training day gives them numbers, or none.
  return (others as unknown as readonly FhirNumbered[]).flatMap(({ identifier = [], requisition }) => [
    ...identifier.map(({ value }) => value),
    ...(requisition === undefined ? [] : [requisition.value]),
  ]);
}

const namesOf = ({ name }: FhirPatient) =>
  name.flatMap(({ family, given }) => [
    family,
    family.toUpperCase(),
    ...given,
    ...given.map((one) => one.toUpperCase()),
  ]);

function datesOf({ birthDate }: FhirPatient): readonly string[] {
  const [year, month, day] = birthDate.split('-');
  const asNumbers = [`${day}/${month}/${year}`, `${day}.${month}.${year}`, `${day}-${month}-${year}`];
  const inWords = dateInWords.format(Date.parse(birthDate));
  return [birthDate, formatDateOfBirth(birthDate), ...asNumbers, `${year}${month}${day}`, inWords];
}

const dateInWords = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

function numbersOf({ identifier }: FhirPatient): readonly string[] {
  return identifier.flatMap(({ value }) => {
    const number = parseNhsNumber(value);
    return number.ok ? [value, formatNhsNumber(number.value)] : [value];
  });
}

interface Needle {
  readonly text: string;
  readonly form: string;
  readonly bytes: Buffer;
}

/** Each find as `file: text (form)`: in its name, in what it holds, and in what is packed in that. */
export function tracesIn(folder: string, texts: readonly string[]): readonly string[] {
  const needles = byFirstBytes(texts);
  return filesUnder(folder).flatMap((file) => {
    const name = path.relative(folder, file);
    const contents = [{ packed: 'in its name', bytes: Buffer.from(name) }, ...contentsOf(readIfStillThere(file))];
    return contents.flatMap(({ packed, bytes }) => {
      const found = new Set(needlesIn(bytes, needles));
      return Array.from(found, ({ text, form }) => `${name}: ${text} (${[form, packed].filter(Boolean).join(', ')})`);
    });
  });
}

/** A kiosk at work renames and removes files of its own. */
function readIfStillThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/** Thousands of texts are looked for in one go: every one has four bytes to begin with. */
function byFirstBytes(texts: readonly string[]): ReadonlyMap<number, readonly Needle[]> {
  const needles = texts.flatMap((text) => formsOf(text).map(([form, bytes]) => ({ text, form, bytes })));
  return Map.groupBy(needles, ({ bytes }) => bytes.readUInt32LE(0));
}

function* needlesIn(content: Buffer, needles: ReadonlyMap<number, readonly Needle[]>): Generator<Needle> {
  for (let at = 0; at + 4 <= content.length; at += 1) {
    for (const needle of needles.get(content.readUInt32LE(at)) ?? []) {
      if (content.subarray(at, at + needle.bytes.length).equals(needle.bytes)) yield needle;
    }
  }
}

function formsOf(text: string): readonly (readonly [form: string, bytes: Buffer])[] {
  return [
    ['UTF-8', Buffer.from(text)],
    ['UTF-16LE', Buffer.from(text, 'utf16le')],
    ['UTF-16BE', Buffer.from(text, 'utf16le').swap16()],
    ['hexadecimal', Buffer.from(Buffer.from(text).toString('hex'))],
    ['capital hexadecimal', Buffer.from(Buffer.from(text).toString('hex').toUpperCase())],
    ...formsThatDiffer(text),
    ...[0, 1, 2].map((offset) => ['base64', Buffer.from(base64From(text, offset))] as const),
  ];
}

/** As an address, a label or a JSON file has it, where that is not the text itself. */
function formsThatDiffer(text: string): readonly (readonly [form: string, bytes: Buffer])[] {
  const spelt = [
    ['address', encodeURIComponent(text)],
    ['form', encodeURIComponent(text).replaceAll('%20', '+')],
    ['address, every sign', text.replaceAll(/./gsu, hexWith('%'))],
    ['ZPL', text.replaceAll(/[^A-Za-z0-9 ]/gu, hexWith('_'))],
    ['ZPL, every sign', text.replaceAll(/./gsu, hexWith('_'))],
    ['JSON', text.replaceAll(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)],
  ] as const;
  return spelt.filter(([, written]) => written !== text).map(([form, written]) => [form, Buffer.from(written)]);
}

const hexWith = (mark: string) => (sign: string) =>
  Array.from(Buffer.from(sign), (byte) => `${mark}${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

/** What of the text's base64 stays the same wherever the text stands: without the characters that its neighbours share. */
function base64From(text: string, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)])
    .toString('base64')
    .replaceAll('=', '');
  const wholeBits = (offset + Buffer.byteLength(text)) * 8;
  return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(wholeBits / 6));
}
