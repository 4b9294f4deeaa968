import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { connectTo } from './host-socket.ts';
import { PrinterPort } from './printer-port.ts';

test('a port for one host at a time shows out the second, keeps the first, and lets the next in afterwards', async () => {
  const heard: string[] = [];
  let left: () => void = () => undefined;
  const port = new PrinterPort(
    {
      opened: () => undefined,
      heard: (connection, bytes) => {
        heard.push(bytes.toString());
        connection.answer('heard');
      },
      closed: () => left(),
      record: () => undefined,
    },
    { singleConnection: true },
  );
  await port.listen(0);
  onTestFinished(() => port.refuse());
  const first = await connectTo(port.port);
  await first.ask('one', 'heard');
  // It may be shown out before it knows that it was let in.
  const second = connectTo(port.port).then(
    (host) => host.ended(),
    () => 'reset',
  );
  expect(await second).toBe('reset');
  await first.ask('two', 'heard');
  const isFree = new Promise<void>((resolve) => {
    left = resolve;
  });
  first.close();
  await isFree;
  const third = await connectTo(port.port);
  await third.ask('three', 'heard');
  third.close();
  expect(heard).toEqual(['one', 'two', 'three']);
});

test('cut off, and nobody listens from that moment on: whoever comes back at once is refused, until it listens again', async () => {
  let heard = '';
  const port = new PrinterPort({
    opened: () => undefined,
    heard: (_connection, bytes) => {
      heard += bytes.toString();
    },
    closed: () => undefined,
    record: () => undefined,
  });
  await port.listen(0);
  onTestFinished(() => port.refuse());
  port.cutOffNext({ afterBytes: 6, startingAt: '^XA', refusesAfterwards: true });
  const host = await connectTo(port.port);
  host.send('~HS^XA');
  host.send('^FO1,1');
  expect(await host.ended()).toBe('reset');
  await expect(connectTo(port.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(heard).toBe('~HS^XA^FO');
  await port.listen(port.port);
  (await connectTo(port.port)).close();
});

test.runIf(process.platform === 'linux')('nobody else is given the port of a printer that refuses', async () => {
  const port = new PrinterPort({
    opened: () => undefined,
    heard: () => undefined,
    closed: () => undefined,
    record: () => undefined,
  });
  await port.listen(0);
  onTestFinished(() => port.refuse());
  port.refuse();
  const local = `0100007F:${port.port.toString(16).toUpperCase().padStart(4, '0')} `;
  // proc(5): of each socket its own address comes first. One that is bound is given to nobody who wants any.
  const isBound = () => readFileSync('/proc/net/tcp', 'utf8').includes(`: ${local}`);
  await vi.waitUntil(isBound, { timeout: 30_000 });
  await expect(connectTo(port.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await port.listen(port.port);
  (await connectTo(port.port)).close();
});
