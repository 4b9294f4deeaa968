/**
 * The life of a peer process: it says in one line of JSON when it is ready, and ends when it is told to
 * (SIGTERM, SIGINT) or when whoever started it is gone (its stdin, a pipe, closes), so that no orphan stays.
 */
import { fstatSync } from 'node:fs';

export interface RunningPeer {
  readonly port: number;
  readonly controlPort: number;
  close(): void | Promise<void>;
}

const closingMsMax = 5_000;

export async function runPeer(open: () => Promise<RunningPeer>): Promise<void> {
  const peer = await open();
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), closingMsMax).unref();
    Promise.resolve(peer.close()).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (stdinIsFromTheParent()) process.stdin.on('end', end).on('error', end).resume();
  const ready = { event: 'ready', port: peer.port, controlPort: peer.controlPort };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

/** A terminal, or /dev/null, is nobody's hand: a peer started by hand in the background must stay. */
function stdinIsFromTheParent(): boolean {
  return !fstatSync(0).isCharacterDevice();
}

/** One option of the command line as a whole number, with a message that names it. */
export function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} is a whole number, not ${text}`);
  return value;
}
