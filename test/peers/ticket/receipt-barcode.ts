/** Reads the data of a Code 128 out of `GS k 73`, and how many modules wide it will be. */
const kindCode128 = 73;
const modulesPerSymbol = 11;
/** Start, check digit and stop. */
const modulesAround = 35;
const brace = 0x7b;

export interface Code128 {
  readonly data: string;
  readonly modules: number;
}

/** `{A`, `{B`, `{C` choose a set, `{{` is a brace, and in set C each byte is two digits. Null for another kind. */
export function code128(parameters: Uint8Array): Code128 | null {
  const [kind, length = 0, ...rest] = parameters;
  if (kind !== kindCode128) return null;
  let data = '';
  let set = '';
  let symbols = 0;
  for (let index = 0; index < length; index += 1) {
    const byte = rest[index] ?? 0;
    const next = rest[index + 1] ?? 0;
    if (byte === brace && next !== brace) {
      // The first choice of a set is the start symbol, which is counted already.
      if (set !== '') symbols += 1;
      set = String.fromCharCode(next);
      index += 1;
      continue;
    }
    if (byte === brace) index += 1;
    data += set === 'C' ? String(byte).padStart(2, '0') : String.fromCharCode(byte);
    symbols += 1;
  }
  return { data, modules: modulesPerSymbol * symbols + modulesAround };
}
