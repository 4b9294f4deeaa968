import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { serialConnection } from '../../../printing/connections/serial.ts';
import { PrinterCable } from '../../peers/shared/printer-cable.ts';
import { sentencesOverACable } from './cable-sentences.ts';

const setting = { baudRate: 115_200, dataBits: 8, parity: 'none', flowControl: 'xon-xoff' } as const;

sentencesOverACable((path) => serialConnection({ ...setting, path }));

test('while one program has the port, no other that asks for it gets it; afterwards it does', async () => {
  const { connectionAt, ours } = await portInUse();
  const theirs = connectionAt();
  expect(await theirs.open()).toEqual({ ok: false, problem: 'in-use' });
  await ours.close();
  const opened = await theirs.open();
  expect(opened.ok && (await opened.value.close())).toEqual({ ok: true, value: undefined });
});

async function portInUse() {
  const printer = createServer().listen(0, '127.0.0.1');
  await once(printer, 'listening');
  const address = printer.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  const cable = new PrinterCable(address.port);
  onTestFinished(async () => {
    await cable.unplug();
    printer.close();
  });
  await cable.plugIn();
  const connectionAt = () => serialConnection({ ...setting, path: cable.path });
  const ours = await connectionAt().open();
  if (!ours.ok) throw new Error('the port is there');
  return { connectionAt, ours: ours.value };
}
