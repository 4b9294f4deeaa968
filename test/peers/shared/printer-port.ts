/**
 * The TCP port of a printer, with everything that can go wrong between it and a host: nobody listens, the
 * connection breaks off after so many bytes, the printer hears nothing, the printer never answers.
 *
 * It knows nothing of what the bytes mean.
 */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { keepPort, listenOn } from './listen.ts';

/** `deaf`: bytes stay in the wire until it hears again. `mute`: it obeys, and no answer ever gets out. */
export type Hearing = 'normal' | 'deaf' | 'mute';

/** The connection is reset once `afterBytes` have been heard, counted from now or from the next `startingAt`. */
export type CutOff = {
  readonly afterBytes: number;
  readonly startingAt?: string;
  /** Nobody listens from that moment on, before anybody can look again, until `listen`. */
  readonly refusesAfterwards?: boolean;
};

export interface Connection {
  readonly id: number;
  answer(bytes: Uint8Array | string): void;
}

export type PortEvent =
  | { kind: 'connected' | 'disconnected'; connection: number }
  /** One host at a time, and somebody was in. */
  | { kind: 'turned-away' }
  | { kind: 'cut-off'; connection: number; heardBytes: number };

interface PortListener {
  opened(connection: Connection): void;
  heard(connection: Connection, bytes: Buffer): void;
  closed(connection: Connection): void;
  record(event: PortEvent): void;
}

export class PrinterPort {
  private readonly sockets = new Map<Socket, Connection>();
  private readonly listener: PortListener;
  private readonly singleConnection: boolean;
  private server: Server | null = null;
  private giveUpPort = () => {};
  private hearing: Hearing = 'normal';
  private cutOff: CutOff | null = null;
  private connections = 0;
  port = 0;

  /** With `singleConnection` as a Zebra's port 9300: while one host is connected, every other is shown out at once. */
  constructor(listener: PortListener, { singleConnection = false } = {}) {
    this.listener = listener;
    this.singleConnection = singleConnection;
  }

  async listen(port: number): Promise<void> {
    if (this.server) return;
    const server = createServer({ noDelay: true, allowHalfOpen: false }, (socket) => this.welcome(socket));
    this.port = await listenOn(server, port);
    this.server = server;
    this.giveUpPort();
  }

  /** Nobody listens any more, and everybody who was connected is reset; `listen` undoes it. */
  refuse(): void {
    if (this.server) {
      this.server.close();
      this.server = null;
      this.giveUpPort = keepPort(this.port);
    }
    this.resetAll();
  }

  resetAll(): void {
    for (const socket of this.sockets.keys()) socket.resetAndDestroy();
  }

  hear(hearing: Hearing): void {
    this.hearing = hearing;
    for (const socket of this.sockets.keys()) hearing === 'deaf' ? socket.pause() : socket.resume();
  }

  cutOffNext(cutOff: CutOff | null): void {
    this.cutOff = cutOff;
  }

  /** Whoever was connected is reset, and nothing is wrong with the wire any more. */
  async mend(): Promise<void> {
    const gone = [...this.sockets.keys()].map((socket) =>
      Promise.race(['close', 'error'].map((end) => once(socket, end))),
    );
    this.resetAll();
    await Promise.allSettled(gone);
    this.cutOff = null;
    this.hear('normal');
    await this.listen(this.port);
  }

  private welcome(socket: Socket): void {
    if (this.singleConnection && this.sockets.size > 0) {
      socket.on('error', () => undefined);
      socket.resetAndDestroy();
      this.listener.record({ kind: 'turned-away' });
      return;
    }
    this.connections += 1;
    const connection: Connection = {
      id: this.connections,
      answer: (bytes) => {
        if (this.hearing === 'normal' && socket.writable) socket.write(bytes);
      },
    };
    this.sockets.set(socket, connection);
    this.listener.record({ kind: 'connected', connection: connection.id });
    this.listener.opened(connection);
    socket.on('data', (bytes) => this.take(socket, connection, bytes));
    // A socket that is reset by both ends at once reports the error, and never that it closed.
    socket.on('error', () => this.leave(socket, connection));
    socket.on('close', () => this.leave(socket, connection));
    if (this.hearing === 'deaf') socket.pause();
  }

  private leave(socket: Socket, connection: Connection): void {
    if (!this.sockets.delete(socket)) return;
    this.listener.closed(connection);
    this.listener.record({ kind: 'disconnected', connection: connection.id });
  }

  private take(socket: Socket, connection: Connection, bytes: Buffer): void {
    const heardBytes = this.bytesBeforeCutOff(bytes);
    if (heardBytes === null) {
      this.listener.heard(connection, bytes);
      return;
    }
    const refusesAfterwards = this.cutOff?.refusesAfterwards ?? false;
    this.cutOff = null;
    this.listener.heard(connection, bytes.subarray(0, heardBytes));
    if (refusesAfterwards) this.refuse();
    else socket.resetAndDestroy();
    this.listener.record({ kind: 'cut-off', connection: connection.id, heardBytes });
  }

  /** How many of these bytes are still heard before the connection breaks off; null when it does not yet. */
  private bytesBeforeCutOff(bytes: Buffer): number | null {
    if (!this.cutOff) return null;
    const { startingAt, ...counted } = this.cutOff;
    const { afterBytes } = counted;
    const start = startingAt === undefined ? 0 : bytes.indexOf(startingAt, 0, 'latin1');
    if (start < 0) return null;
    const left = afterBytes - (bytes.length - start);
    if (left <= 0) return start + afterBytes;
    this.cutOff = { ...counted, afterBytes: left };
    return null;
  }
}
