import { expect, onTestFinished, test } from 'vitest';
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
