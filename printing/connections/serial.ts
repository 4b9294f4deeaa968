/**
 * A printer on a serial port, or on a USB socket that acts as one.
 *
 * The port is opened for each conversation and locked while it is open, which keeps out every program that asks for the
 * lock too. A write is done when its bytes have left the port. After the cable was pulled out, the library's callbacks
 * never come: the conversation's own time limits end each wait.
 */
import type { SerialPort } from 'serialport';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { OpenProblem, PrinterConnection, Session } from './connection.ts';
import { Conversation, type Line, within } from './conversation.ts';

interface SerialSetting {
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly flowControl: 'none' | 'xon-xoff' | 'rts-cts';
}

/** What may still leave the port when a conversation is broken off: a small part of a label, never a whole one. */
const stretchBytesMax = 256;
const bufferBytes = 4 * 1024;
const openingMsMax = 2_000;
const closingMsMax = 500;
const watchMs = 50;
/** After a question that was not answered: so long without a word, and the answer is not coming any more. */
const quietMs = 50;
const quietMsMax = 500;

export function serialConnection(setting: SerialSetting): PrinterConnection {
  const state: PortState = { isFree: Promise.resolve(), isOwedAnAnswer: false };
  return { isOneWay: false, open: (signal) => openSession(setting, state, signal) };
}

/** What outlives a conversation. */
interface PortState {
  /** When the conversation before has let go of the port. */
  isFree: Promise<void>;
  isOwedAnAnswer: boolean;
}

async function openSession(
  setting: SerialSetting,
  state: PortState,
  signal: AbortSignal | undefined,
): Promise<Result<Session, OpenProblem>> {
  await within(openingMsMax, state.isFree);
  if (signal?.aborted) return refuse('unreachable');
  const opened = await openPort(setting);
  if (!opened.ok) return opened;
  const port = opened.value;
  const line = new SerialLine(port);
  const conversation = new Conversation(line);
  state.isFree = line.closed.then(() => {
    state.isOwedAnAnswer = conversation.isOwedAnAnswer;
    conversation.ended();
  });
  const wasOwedAnAnswer = state.isOwedAnAnswer;
  // What came before belongs to an earlier conversation; the stream begins to read with its first listener.
  await within(openingMsMax, new Promise<void>((resolve) => port.flush(() => resolve())));
  port.on('data', (bytes: Buffer) => conversation.heard(bytes));
  conversation.obey(signal);
  if (wasOwedAnAnswer) await conversation.hearOut(quietMs, quietMsMax);
  return conversation.isOpen ? ok(conversation) : refuse('unreachable');
}

/** Another program has it: `in-use`. It is not there, or not for us: `unreachable`. */
async function openPort(setting: SerialSetting): Promise<Result<SerialPort, OpenProblem>> {
  const { path, baudRate, dataBits, parity, flowControl } = setting;
  // Loaded only where there is such a printer: it is a tenth of the app's start.
  const serialport = await import('serialport');
  const port = new serialport.SerialPort({
    path,
    baudRate,
    dataBits,
    parity,
    stopBits: 1,
    rtscts: flowControl === 'rts-cts',
    xon: flowControl === 'xon-xoff',
    xoff: flowControl === 'xon-xoff',
    highWaterMark: bufferBytes,
    autoOpen: false,
  });
  port.on('error', () => undefined);
  const { promise, resolve } = Promise.withResolvers<Result<SerialPort, OpenProblem>>();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    resolve(refuse('unreachable'));
  }, openingMsMax);
  port.open((error) => {
    clearTimeout(timer);
    if (error) resolve(refuse(isLocked(error) ? 'in-use' : 'unreachable'));
    else if (isLate) port.close(() => undefined);
    else resolve(ok(port));
  });
  return promise;
}

/** The library has no code for it, only words: of the lock on Linux and macOS, of Windows for a port that is open. */
function isLocked(error: Error): boolean {
  return /cannot lock port|resource busy|access denied/i.test(error.message);
}

class SerialLine implements Line {
  readonly stretchBytesMax = stretchBytesMax;
  /** However it came to be closed. */
  readonly closed: Promise<void>;
  private readonly port: SerialPort;
  private isSending = false;

  constructor(port: SerialPort) {
    this.port = port;
    const watch = setInterval(() => this.closeWhenGone(), watchMs);
    this.closed = new Promise((resolve) => {
      port.once('close', () => {
        clearInterval(watch);
        resolve();
      });
    });
  }

  /** Drained, so that nothing stands in the system's buffer, to come out long after everybody has given it up. */
  send(bytes: Uint8Array, done: (isSent: boolean) => void): void {
    this.isSending = true;
    const finish = (isSent: boolean) => {
      this.isSending = false;
      done(isSent);
    };
    this.port.write(Buffer.from(bytes), (error) => {
      if (error) finish(false);
      else this.port.drain((problem) => finish(!problem));
    });
  }

  async end(): Promise<void> {
    if (this.port.isOpen) this.port.close(() => undefined);
    await within(closingMsMax, this.closed);
  }

  /** A port that was pulled out may read as an empty one for ever; that it has nothing to drain, only one that is there says. */
  private closeWhenGone(): void {
    if (!this.port.isOpen || this.isSending) return;
    this.port.drain((problem) => {
      if (problem && this.port.isOpen) this.port.close(() => undefined);
    });
  }

  cut(): void {
    if (!this.port.isOpen) return;
    this.port.flush(() => {
      if (this.port.isOpen) this.port.close(() => undefined);
    });
  }
}
