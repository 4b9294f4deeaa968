/** What the tests of connections let a printer say, and how long they wait for it. */
import type { Reader } from '../../../printing/connections/connection.ts';

export const farTooLongMs = 60_000;
export const shortMs = 30;
export const never: Reader<never> = () => null;
export const bytes = (text: string) => Buffer.from(text);
export const word =
  (text: string): Reader<string> =>
  (received) => {
    const start = Buffer.from(received).indexOf(text);
    return start < 0 ? null : { value: text, start, end: start + text.length };
  };
