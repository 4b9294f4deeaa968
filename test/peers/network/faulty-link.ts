/** One connection through a network that does what its fault says: bytes from the server to the kiosk are late, fewer or other. */
import { connect, type Socket } from 'node:net';
import { loopback } from '../shared/listen.ts';
import type { NetworkFault } from './network-door.ts';

/** @returns how to end it. */
export function link(
  kiosk: Socket,
  serverPort: number,
  fault: NetworkFault | null,
  onAnswer: (bytes: number) => void,
): () => void {
  kiosk.on('error', () => undefined);
  if (fault?.kind === 'half-open') {
    kiosk.resume();
    return () => void kiosk.destroy();
  }
  if (fault?.kind === 'instead') {
    kiosk.on('data', () => void kiosk.write(Buffer.from(fault.base64, 'base64')));
    return () => void kiosk.destroy();
  }
  if (fault?.kind === 'reset' && fault.afterBytes === 0) {
    kiosk.once('data', () => void kiosk.resetAndDestroy());
    return () => void kiosk.destroy();
  }
  const server = connect(serverPort, loopback);
  const end = () => {
    kiosk.destroy();
    server.destroy();
  };
  server.on('error', () => void kiosk.resetAndDestroy());
  kiosk.on('close', () => void server.destroy());
  kiosk.pipe(server);
  const send = sender(kiosk, fault);
  server.on('data', (bytes) => {
    onAnswer(bytes.length);
    send(bytes);
  });
  server.on('end', () => send(null));
  return end;
}

/** Takes what the server says, in order, null for its end, and does to it what the fault says. */
function sender(kiosk: Socket, fault: NetworkFault | null): (bytes: Buffer | null) => void {
  let gone = 0;
  const pass = (bytes: Buffer | null) => void (bytes === null ? kiosk.end() : kiosk.write(bytes));
  /** What is left to go before the limit, and whether it is reached now. */
  const until = (bytes: Buffer, limit: number) => {
    const part = bytes.subarray(0, Math.max(0, limit - gone));
    gone += bytes.length;
    return { part, isReached: gone >= limit };
  };
  switch (fault?.kind) {
    case 'latency':
      return (bytes) => void setTimeout(pass, fault.ms, bytes);
    case 'drip':
      return dripper(kiosk, fault.everyMs);
    case 'corrupt':
      return (bytes) => {
        const at = fault.atByte - gone;
        gone += bytes?.length ?? 0;
        if (bytes !== null && at >= 0 && at < bytes.length) bytes.writeUInt8((bytes[at] ?? 0) ^ fault.mask, at);
        pass(bytes);
      };
    case 'cut':
    case 'reset':
      return (bytes) => {
        if (bytes === null) return pass(null);
        const { part, isReached } = until(bytes, fault.afterBytes);
        // Written and gone before the reset, which would take it back.
        kiosk.write(part, () => {
          if (isReached && fault.kind === 'cut') kiosk.end();
          if (isReached && fault.kind === 'reset') kiosk.resetAndDestroy();
        });
      };
    default:
      return pass;
  }
}

function dripper(kiosk: Socket, everyMs: number): (bytes: Buffer | null) => void {
  let waiting = Buffer.alloc(0);
  const timer = setInterval(() => {
    if (waiting.length === 0 || kiosk.destroyed) return;
    kiosk.write(waiting.subarray(0, 1));
    waiting = waiting.subarray(1);
  }, everyMs);
  kiosk.on('close', () => clearInterval(timer));
  return (bytes) => {
    if (bytes !== null) waiting = Buffer.concat([waiting, bytes]);
  };
}
