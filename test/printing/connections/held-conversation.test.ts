import { expect, onTestFinished, test } from 'vitest';
import { ask, type PrinterConnection, type Reader, type Session } from '../../../printing/connections/connection.ts';
import { networkConnection } from '../../../printing/connections/network.ts';
import { PrinterPort } from '../../peers/shared/printer-port.ts';
import { bytes, farTooLongMs, never, shortMs, word } from './words.ts';

/** A printer that answers every question with `here`, and keeps out a second host. */
async function onePlacePrinter() {
  const told: string[] = [];
  let wake: () => void = () => undefined;
  const tell = (what: string) => {
    told.push(what);
    wake();
  };
  const port = new PrinterPort(
    {
      opened: () => tell('in'),
      heard: (connection) => connection.answer('here'),
      closed: () => tell('out'),
      record: () => undefined,
    },
    { singleConnection: true },
  );
  await port.listen(0);
  onTestFinished(() => port.refuse());
  const left = async () => {
    while (!told.includes('out')) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    told,
    left,
    port: port.port,
    connection: () => connectionTo(port.port),
    switchOff: () => port.resetAll(),
    stop: () => port.refuse(),
  };
}
const connectionTo = (port: number) => networkConnection({ host: '127.0.0.1', port, singleConnection: true });
const inUse = { ok: false, problem: 'in-use' };
async function opened(connection: PrinterConnection, signal?: AbortSignal): Promise<Session> {
  const session = await connection.open(signal);
  if (!session.ok) throw new Error(`the printer is ${session.problem}`);
  return session.value;
}

test('between our look and our label no other host gets in; after a moment it does', async () => {
  const { connection, told, left } = await onePlacePrinter();
  const ours = connection();
  const look = await opened(ours);
  await ask(look, bytes('?'), word('here'), farTooLongMs);
  await look.close();
  expect(await connection().open()).toEqual(inUse);
  const label = await opened(ours);
  await ask(label, bytes('?'), word('here'), farTooLongMs);
  await label.close();
  expect(told).toEqual(['in']);
  await left();
  await (await opened(connection())).close();
});

test('what the first conversation left unread, the second does not hear', async () => {
  const { connection } = await onePlacePrinter();
  const ours = connection();
  const first = await opened(ours);
  await first.write(bytes('?'), farTooLongMs);
  const isThere: Reader<true> = (all) => (all.length === 4 ? { value: true, start: 0, end: 0 } : null);
  await first.readUntil(isThere, farTooLongMs);
  await first.close();
  const second = await opened(ours);
  expect(await second.readUntil(word('here'), shortMs)).toEqual({ ok: false, problem: 'silent' });
  second.abandon();
});

test('one that still owes an answer is let go: it would be taken for the answer to something else', async () => {
  const { connection, told } = await onePlacePrinter();
  const ours = connection();
  const first = await opened(ours);
  expect(await ask(first, bytes('?'), never, shortMs)).toEqual({ ok: false, problem: 'silent' });
  await first.close();
  await (await opened(ours)).close();
  expect(told).toEqual(['in', 'out', 'in']);
});

test('when we stop, the printer is let go at once', async () => {
  const { connection, left } = await onePlacePrinter();
  const stopping = new AbortController();
  const session = await opened(connection(), stopping.signal);
  await ask(session, bytes('?'), word('here'), farTooLongMs);
  await session.close();
  stopping.abort();
  await left();
  await (await opened(connection())).close();
});

test('a printer that was switched off while we held it is reached anew', async () => {
  const { connection, left, switchOff } = await onePlacePrinter();
  const ours = connection();
  await (await opened(ours)).close();
  switchOff();
  await left();
  const askAnew = async () => {
    const session = await opened(ours);
    const answer = await ask(session, bytes('?'), word('here'), farTooLongMs);
    session.abandon();
    return answer;
  };
  const here = { ok: true, value: 'here' };
  // Before the news has come to this end, it is the one who asks that hears it.
  expect([here, { ok: false, problem: 'broke-off' }]).toContainEqual(await askAnew());
  expect(await askAnew()).toEqual(here);
});

test('a port that refuses us has somebody else in; on a port for everybody nobody listens', async () => {
  const { port, stop } = await onePlacePrinter();
  stop();
  expect(await connectionTo(port).open()).toEqual(inUse);
  expect(await networkConnection({ host: '127.0.0.1', port }).open()).toEqual({ ok: false, problem: 'unreachable' });
});
