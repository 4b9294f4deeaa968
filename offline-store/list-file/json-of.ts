/** The JSON in some bytes of a file that somebody else made. */

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Undefined, which no JSON is, when it is none. */
export function jsonOf(content: Uint8Array): Promise<unknown> {
  return Promise.resolve()
    .then((): unknown => JSON.parse(utf8.decode(content)))
    .catch(() => undefined);
}
