import { afterAll, beforeEach, expect, test } from 'vitest';
import { windowsSpoolerConnection } from '../../../printing/connections/windows-spooler.ts';
import { loadWinspool, winspoolDoor } from '../../../printing/connections/winspool.ts';
import { oneWayPrinter } from '../../../printing/one-way-printer.ts';
import { buildWinspool } from '../../peers/winspool-launcher.ts';

const winspool = buildWinspool();
beforeEach(() => void winspool.calls());
afterAll(() => winspool.remove());

async function opened(queue: string) {
  const door = await loadWinspool(winspool.library);
  if (!door) throw new Error('the library can be loaded');
  return door(queue);
}

test('a document passes through the library with its name, as raw bytes, in the order that Windows asks for', async () => {
  const printer = await opened('Étiquettes 1');
  if (!printer) throw new Error('there is such a queue');
  expect(await printer.startDocument('Phlebotomy kiosk', 'RAW')).toBe(true);
  expect(await printer.startPage()).toBe(true);
  expect(await printer.write(Buffer.from('^XA\x00\xff^XZ', 'latin1'))).toBe(5);
  expect([await printer.endPage(), await printer.endDocument(), await printer.close()]).toEqual([true, true, true]);
  expect(winspool.calls()).toEqual([
    'open U+00C9tiquettes 1',
    'document Phlebotomy kiosk, (null), RAW',
    'page',
    'write 5e584100ff',
    'end of page',
    'end of document',
    'close',
  ]);
});

test('what the library says of a queue is read at the right places', async () => {
  expect(await (await opened('Labels'))?.look()).toEqual({ jobs: 3, status: 0x400, attributes: 0x440 });
});

test('a document that was begun can be thrown away', async () => {
  const printer = await opened('Labels');
  expect(await printer?.abort()).toBe(true);
  expect(winspool.calls()).toEqual(['open Labels', 'abort']);
});

test('a queue that the library does not know is nobody', async () => {
  expect(await opened('-')).toBeNull();
});

test('where there is no such library, there is no queue', async () => {
  expect(await loadWinspool('winspool-that-is-not-there.drv')).toBeNull();
});

test('on another system no library is looked for, and a queue is unreachable', async () => {
  const connection = windowsSpoolerConnection({ queue: 'Labels' }, winspoolDoor('linux'));
  const printer = oneWayPrinter({ name: 'LABELS-1', language: 'zpl', connection });
  expect(await printer.status()).toMatchObject({ isReady: false, troubles: ['unreachable'] });
});
