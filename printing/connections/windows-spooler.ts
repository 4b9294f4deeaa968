/**
 * A queue of the Windows spooler, given raw bytes: no driver changes them. The calls themselves stand behind a door
 * (winspool.ts), so that their order and what is done when one of them fails can be shown anywhere.
 *
 * One way only: what the spooler was given may come out late or, in the field, not at all.
 */
import type { PrinterConnection } from './connection.ts';
import { type PrintQueue, type QueueState, type QueueWaits, queueConnection } from './print-queue.ts';
import { winspoolDoor } from './winspool.ts';

/** What the spooler says of a queue, in its own numbers. */
export interface SpoolerLook {
  readonly jobs: number;
  readonly status: number;
  readonly attributes: number;
}

/** One queue, opened. Each call answers whether it was done; `write`, how many bytes were taken. */
export interface SpoolerPrinter {
  startDocument(name: string, datatype: string): Promise<boolean>;
  startPage(): Promise<boolean>;
  write(bytes: Uint8Array): Promise<number>;
  endPage(): Promise<boolean>;
  endDocument(): Promise<boolean>;
  /** Throws away the document that was begun. */
  abort(): Promise<boolean>;
  look(): Promise<SpoolerLook | null>;
  close(): Promise<boolean>;
}

/** Null: there is no such queue, or no spooler. */
export type SpoolerDoor = (queue: string) => Promise<SpoolerPrinter | null>;

/** The name under which everybody at this computer sees the job. It says nothing about anybody. */
const documentName = 'Phlebotomy kiosk';
/** The bytes go to the printer as they are. */
const datatype = 'RAW';

/** How long the spooler may take to say how a queue is; one on another computer may be gone. */
const lookingMsMax = 3_000;

const bitsOf = (...bits: readonly number[]) => bits.reduce((all, bit) => all | bit, 0);
/** PRINTER_STATUS_OFFLINE, NOT_AVAILABLE, SERVER_UNKNOWN. */
const awayStatus = bitsOf(0x80, 0x1000, 0x80_0000);
/** PRINTER_ATTRIBUTE_WORK_OFFLINE: Windows sets it when a printer at a USB socket is switched off. */
const awayAttributes = 0x400;
/** PAUSED, ERROR, PENDING_DELETION, PAPER_JAM, PAPER_OUT, PAPER_PROBLEM, OUTPUT_BIN_FULL, USER_INTERVENTION, DOOR_OPEN. */
const stoppedStatus = bitsOf(0x1, 0x2, 0x4, 0x8, 0x10, 0x40, 0x800, 0x10_0000, 0x40_0000);

export function windowsSpoolerConnection(
  { queue }: { readonly queue: string },
  door: SpoolerDoor = winspoolDoor(),
  waits?: QueueWaits,
): PrinterConnection {
  return queueConnection(new WindowsQueue(queue, door), waits);
}

/** The queue of an office printer that prints PDF by itself: no driver sees the document. */
export function windowsDocumentQueue({ queue }: { readonly queue: string }, door = winspoolDoor()): PrintQueue {
  return new WindowsQueue(queue, door, true);
}

class WindowsQueue implements PrintQueue {
  private readonly queue: string;
  private readonly door: SpoolerDoor;
  /** Calls that the spooler holds each hold one of the few threads of this process. */
  private isHeld = false;
  /** Behind what is in the queue already. */
  private readonly mayWait: boolean;

  constructor(queue: string, door: SpoolerDoor, mayWait = false) {
    this.queue = queue;
    this.door = door;
    this.mayWait = mayWait;
  }

  look(): Promise<QueueState> {
    return this.within(lookingMsMax, 'unreachable', () => this.ask());
  }

  /** What comes of a call that the spooler held is thrown away, as far as it can be. */
  submit(bytes: Uint8Array, timeoutMs: number): Promise<boolean> {
    return this.within(timeoutMs, false, (late) => this.print(bytes, late));
  }

  /** The answer to the work, or `otherwise` when the spooler holds it longer, or still holds what was asked before. */
  private async within<Answer>(
    timeoutMs: number,
    otherwise: Answer,
    work: (late: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    if (this.isHeld) return otherwise;
    this.isHeld = true;
    const late = new AbortController();
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const timer = setTimeout(() => {
      late.abort();
      resolve(otherwise);
    }, timeoutMs);
    const done = work(late.signal).finally(() => {
      clearTimeout(timer);
      this.isHeld = false;
    });
    return Promise.race([done, promise]);
  }

  private async ask(): Promise<QueueState> {
    const printer = await this.door(this.queue);
    if (!printer) return 'unreachable';
    const found = await printer.look();
    await printer.close();
    if (!found) return 'unreachable';
    if (found.jobs > 0 && !this.mayWait) return 'held-up';
    if (found.status & awayStatus || found.attributes & awayAttributes) return 'unreachable';
    return found.status & stoppedStatus ? 'stopped' : 'empty';
  }

  private async print(bytes: Uint8Array, late: AbortSignal): Promise<boolean> {
    const printer = await this.door(this.queue);
    if (!printer) return false;
    const isTaken = !late.aborted && (await printDocument(printer, bytes, late));
    await printer.close();
    return isTaken;
  }
}

/** A document is printed when it is ended. So half of one is never ended, but thrown away. */
async function printDocument(printer: SpoolerPrinter, bytes: Uint8Array, late: AbortSignal): Promise<boolean> {
  if (!(await printer.startDocument(documentName, datatype))) return false;
  const isWhole = (await printer.startPage()) && (await writeAll(printer, bytes, late)) && (await printer.endPage());
  if (isWhole && !late.aborted) return printer.endDocument();
  await printer.abort();
  return false;
}

async function writeAll(printer: SpoolerPrinter, bytes: Uint8Array, late: AbortSignal): Promise<boolean> {
  let takenBytes = 0;
  while (takenBytes < bytes.length && !late.aborted) {
    const count = await printer.write(bytes.subarray(takenBytes));
    if (count <= 0) return false;
    takenBytes += count;
  }
  return takenBytes === bytes.length;
}
