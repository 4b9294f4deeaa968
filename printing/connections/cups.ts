/**
 * A raw queue of CUPS (Linux, macOS), through its own programs: `lp` takes a paper on its standard input, `lpoptions` and
 * `lpstat` say how the queue is. No shell, no file, and a title that says nothing about anybody.
 *
 * One way only: CUPS calls a job completed whose printer broke off the connection, and sends some again from the start.
 */
import { execFile } from 'node:child_process';
import type { PrinterConnection } from './connection.ts';
import { type PrintQueue, type QueueState, type QueueWaits, queueConnection } from './print-queue.ts';

interface CupsQueue {
  readonly queue: string;
  /** A host, a host and port, or the path of a socket; without it, what this computer is set up for. */
  readonly server?: string;
}

/** A server on another computer may be gone, and its programs would wait for it much longer. */
const lookingMsMax = 3_000;
const outputBytesMax = 1024 * 1024;
/** What a queue is used for. Documents wait behind other people's; everybody at the print server sees their title. */
const labels = { job: ['-o', 'raw'], mayWait: false };
const documents = { job: ['-t', 'Phlebotomy kiosk'], mayWait: true };
/** The numbers of IPP (RFC 8011), which CUPS passes on: 3 idle, 4 processing, 5 stopped. */
const workingState = /\bprinter-state=[34]\b/;
const acceptingJobs = /\bprinter-is-accepting-jobs=true\b/;

/** What a program printed; null when it failed, was not there or took too long. */
type Output = string | null;

export function cupsConnection(cups: CupsQueue, waits?: QueueWaits): PrinterConnection {
  return queueConnection(new Cups(cups, labels), waits);
}

/** The queue of an office printer: its driver makes of a document what the printer understands. */
export function cupsDocumentQueue(cups: CupsQueue): PrintQueue {
  return new Cups(cups, documents);
}

class Cups implements PrintQueue {
  private readonly queue: string;
  private readonly server: readonly string[];
  private readonly use: typeof labels;

  constructor({ queue, server }: CupsQueue, use: typeof labels) {
    this.queue = queue;
    this.server = server === undefined ? [] : ['-h', server];
    this.use = use;
  }

  async look(signal?: AbortSignal): Promise<QueueState> {
    const limits = { timeout: lookingMsMax, ...(signal ? { signal } : {}) };
    const [options, jobs] = await Promise.all([
      run('lpoptions', [...this.server, '-p', this.queue], limits),
      run('lpstat', [...this.server, '-o', this.queue], limits),
    ]);
    // About a queue that it does not know, `lpoptions` says nothing and calls it well.
    if (jobs === null || !options?.includes('printer-state=')) return 'unreachable';
    if (jobs.trim() !== '' && !this.use.mayWait) return 'held-up';
    return workingState.test(options) && acceptingJobs.test(options) ? 'empty' : 'stopped';
  }

  async submit(bytes: Uint8Array, timeoutMs: number): Promise<boolean> {
    const said = await run(
      'lp',
      [...this.server, '-d', this.queue, ...this.use.job, '-'],
      { timeout: timeoutMs },
      bytes,
    );
    return said !== null;
  }
}

function run(
  program: string,
  args: readonly string[],
  limits: { readonly timeout: number; readonly signal?: AbortSignal },
  input?: Uint8Array,
): Promise<Output> {
  const { promise, resolve } = Promise.withResolvers<Output>();
  const { signal, timeout } = limits;
  const options = { timeout, killSignal: 'SIGKILL', maxBuffer: outputBytesMax } as const;
  const child = execFile(program, args, options, (error, said) => {
    signal?.removeEventListener('abort', stop);
    resolve(error ? null : said);
  });
  // Not left to the library: of a program that is not there it would keep one listener a look, all day.
  const stop = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', stop);
  // A program that ends before it has read everything says so by how it ends.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  return promise;
}
