/**
 * A printer at a USB socket of a Linux computer, both ways, through the kernel's own driver (usblp, `/dev/usb/lp0`).
 *
 * The driver lets in one program at a time: while a conversation is open, nobody else on this computer can print there.
 * Reading must never block, for a thread that waits in the driver waits for ever; so the device is asked again and again.
 */
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { OpenProblem, PrinterConnection, Session } from './connection.ts';
import { Conversation, type Line } from './conversation.ts';

interface UsbDevice {
  readonly path: string;
}

/** Both ways, without waiting, and not as the terminal that this program belongs to. */
const openFlags = constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY;
const stretchBytesMax = 4 * 1024;
const readBytesMax = 4 * 1024;
const askAgainMs = 2;
/** The driver cannot throw away what the printer said before: it is read, until so long nothing comes. */
const quietMs = 10;
const quietWhenOwedMs = 50;
const quietMsMax = 500;

/** The driver would have to wait for the printer. */
const triedAgainAfter: readonly unknown[] = ['EAGAIN', 'EINTR'];
const nothing = new Uint8Array();

export function usbConnection({ path }: UsbDevice): PrinterConnection {
  let isOwedAnAnswer = false;
  return {
    isOneWay: false,
    async open(signal): Promise<Result<Session, OpenProblem>> {
      if (signal?.aborted) return refuse('unreachable');
      const opened = openDevice(path);
      if (!opened.ok) return opened;
      const line = new UsbLine(opened.value);
      const conversation = new Conversation(line);
      line.listen(
        (bytes) => conversation.heard(bytes),
        () => {
          isOwedAnAnswer = conversation.isOwedAnAnswer;
          conversation.ended();
        },
      );
      conversation.obey(signal);
      await conversation.hearOut(isOwedAnAnswer ? quietWhenOwedMs : quietMs, quietMsMax);
      return conversation.isOpen ? ok(conversation) : refuse('unreachable');
    },
  };
}

/** Another program has it: `in-use`. It is not there, or not for us: `unreachable`. */
function openDevice(path: string): Result<number, OpenProblem> {
  try {
    return ok(openSync(path, openFlags));
  } catch (error) {
    return refuse(codeOf(error) === 'EBUSY' ? 'in-use' : 'unreachable');
  }
}

class UsbLine implements Line {
  readonly stretchBytesMax = stretchBytesMax;
  private readonly device: number;
  private readonly buffer = Buffer.alloc(readBytesMax);
  private isOpen = true;
  private tellEnd: () => void = () => undefined;

  constructor(device: number) {
    this.device = device;
  }

  listen(heard: (bytes: Uint8Array) => void, ended: () => void): void {
    this.tellEnd = ended;
    this.untilDone(() => {
      const count = readSync(this.device, this.buffer);
      if (count > 0) heard(Uint8Array.from(this.buffer.subarray(0, count)));
      // Nothing is what a device that is gone says for ever. Writing nothing to it fails, and to any other does nothing.
      else writeSync(this.device, nothing);
      return false;
    });
  }

  /** Done when the printer took the bytes: the driver takes nothing more, not even nothing, before it has. */
  send(bytes: Uint8Array, done: (isSent: boolean) => void): void {
    let sentBytes = 0;
    this.untilDone(() => {
      if (sentBytes < bytes.length) sentBytes += writeSync(this.device, bytes.subarray(sentBytes));
      if (sentBytes < bytes.length) return false;
      writeSync(this.device, nothing);
      done(true);
      return true;
    });
  }

  async end(): Promise<void> {
    this.cut();
  }

  /** The driver throws away what the printer has not taken. */
  cut(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    try {
      closeSync(this.device);
    } catch {
      // It is gone already.
    }
    this.tellEnd();
  }

  /** Tries, and tries again while it is not done; a problem of the device is the end. */
  private untilDone(attempt: () => boolean): void {
    if (!this.isOpen) return;
    try {
      if (attempt()) return;
    } catch (error) {
      const code = codeOf(error);
      if (code === null) throw error;
      if (!triedAgainAfter.includes(code)) this.cut();
    }
    setTimeout(() => this.untilDone(attempt), askAgainMs);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
