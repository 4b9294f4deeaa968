/**
 * What a printer has to know of one format beyond its picture: whether anything comes out, how many times, what it
 * echoes to the host (`^HV`), and whether it changes what happens after an error (`^JZ`).
 */
export interface FormatFacts {
  /** A format with nothing to draw only sets the printer up: no paper moves. */
  readonly prints: boolean;
  readonly quantity: number;
  readonly echoes: readonly Echo[];
  readonly reprintsAfterError: boolean | null;
}

interface Echo {
  readonly text: Buffer;
  readonly each: 'label' | 'format';
}

const drawing = /\^(FO|FT|GB|GC|GD|GE|GF|XG|IM)/i;
const quantityMax = 99_999_999;
const echoBytesDefault = 64;

export function readFormat(bytes: Uint8Array): FormatFacts {
  const text = Buffer.from(bytes).toString('latin1');
  const commands = text.split('^').slice(1);
  const quantity = Number.parseInt(/\^PQ(\d+)/i.exec(text)?.[1] ?? '1', 10);
  const reprint = /\^JZ([YN])/i.exec(text)?.[1]?.toUpperCase();
  return {
    prints: drawing.test(text),
    quantity: Math.min(Math.max(quantity, 1), quantityMax),
    echoes: readEchoes(commands),
    reprintsAfterError: reprint === undefined ? null : reprint === 'Y',
  };
}

/** Fields are echoed whatever their place in the format, so the data of all fields is read first. */
function readEchoes(commands: readonly string[]): Echo[] {
  const fields = new Map<number, string>();
  const wanted: { parameters: readonly string[] }[] = [];
  let field: number | null = null;
  let hexMark: string | null = null;
  for (const command of commands) {
    const name = command.slice(0, 2).toUpperCase();
    const rest = command.slice(2);
    if (name === 'FH') hexMark = rest[0] ?? '_';
    if (name === 'FN') field = Number.parseInt(rest, 10);
    if (name === 'FD' && field !== null) fields.set(field, plain(rest, hexMark));
    if (name === 'HV') wanted.push({ parameters: rest.split(',').map((part) => plain(part, hexMark)) });
    if (name !== 'FS') continue;
    field = null;
    hexMark = null;
  }
  return wanted.map(({ parameters }) => echo(parameters, fields));
}

function echo(parameters: readonly string[], fields: ReadonlyMap<number, string>): Echo {
  const [number = '0', length = '', header = '', end = '', each = 'F'] = parameters;
  const bytes = Number.parseInt(length, 10) || echoBytesDefault;
  const data = (fields.get(Number.parseInt(number, 10)) ?? '').slice(0, bytes);
  return {
    text: Buffer.from(header + data + end, 'latin1'),
    each: each.trim().toUpperCase() === 'L' ? 'label' : 'format',
  };
}

function plain(text: string, mark: string | null): string {
  const clean = text.replaceAll(/[\r\n]/g, '');
  if (mark === null) return clean;
  return clean
    .split(mark)
    .map((part, index) => (index === 0 ? part : plainPart(part, mark)))
    .join('');
}

function plainPart(part: string, mark: string): string {
  const hex = /^[0-9a-f]{2}/i.exec(part)?.[0];
  return hex === undefined ? mark + part : String.fromCharCode(Number.parseInt(hex, 16)) + part.slice(2);
}
