/**
 * Turns the bytes of a serial scanner into codes: one code ends with CR or LF, or not at all.
 *
 * Pure: instants come in. What is too long or stays unfinished is dropped up to the next end of line and answered with
 * one `null`: something was scanned that no letter carries.
 */

/** A whole NHS wristband (DCB1077) with all its elements; a letter's code is far shorter. */
const codeBytesMax = 300;
/** A scanner sends a code in one burst; what has not ended by then will not end. */
const unfinishedCodeMs = 300;

interface ScanBuffer {
  /** @returns the codes that ended with these bytes, null for each that no letter carries. */
  push(bytes: Uint8Array, atMs: number): readonly (string | null)[];
}

export function openScanBuffer(): ScanBuffer {
  let code: number[] = [];
  let isTooLong = false;
  let lastByteMs = Number.NEGATIVE_INFINITY;

  function end(): readonly (string | null)[] {
    const ended = code;
    const wasTooLong = isTooLong;
    code = [];
    isTooLong = false;
    if (wasTooLong) return [null];
    return ended.length === 0 ? [] : [String.fromCharCode(...ended)];
  }

  function take(byte: number): readonly (string | null)[] {
    if (byte === 0x0d || byte === 0x0a) return end();
    if (code.length < codeBytesMax) code.push(byte);
    else isTooLong = true;
    return [];
  }

  return {
    push(bytes, atMs) {
      // The rest of something too long is still that thing, however slowly it comes.
      if (atMs - lastByteMs > unfinishedCodeMs) code = [];
      lastByteMs = atMs;
      return [...bytes].flatMap(take);
    },
  };
}
