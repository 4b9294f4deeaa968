import { existsSync } from 'node:fs';
import { SerialPort } from 'serialport';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Scanner, startScanner } from './scanner-launcher.ts';

let scanner: Scanner;
const ports: SerialPort[] = [];
beforeEach(async () => {
  scanner = await startScanner();
});
afterEach(async () => {
  await Promise.all(ports.splice(0).map((port) => port.isOpen && new Promise((closed) => port.close(closed))));
  await scanner.stop();
});

/** Opens the port as a kiosk does, and waits until the scanner sees it. */
async function kioskAt(path: string): Promise<{ port: SerialPort; read: (bytes: number) => Promise<string> }> {
  const after = await scanner.now();
  const port = new SerialPort({ path, baudRate: 9600 });
  ports.push(port);
  let heard: Buffer = Buffer.alloc(0);
  let wake: () => void = () => undefined;
  port.on('data', (bytes: Buffer) => {
    heard = Buffer.concat([heard, bytes]);
    wake();
  });
  const read = async (bytes: number) => {
    while (heard.length < bytes) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const text = heard.toString('latin1');
    heard = Buffer.alloc(0);
    return text;
  };
  await scanner.waitForOpen({ after });
  return { port, read };
}

test('a scanned code arrives with its carriage return', async () => {
  const kiosk = await kioskAt(scanner.path);
  await scanner.scan('9990000018');
  expect(await kiosk.read(11)).toBe('9990000018\r');
});

test('ten kilobytes, control characters and a code in two bursts arrive byte by byte', async () => {
  const kiosk = await kioskAt(scanner.path);
  const long = 'A'.repeat(10_000);
  await scanner.scan(long);
  expect(await kiosk.read(10_001)).toBe(`${long}\r`);
  const noise = '\x00\x03\x04\x11\x13\x1a\x1b[A\x7f\xff';
  await scanner.send(Buffer.from(noise, 'latin1'));
  expect(await kiosk.read(noise.length)).toBe(noise);
  await scanner.send('99900');
  expect(await kiosk.read(5)).toBe('99900');
  await scanner.send('00018\r');
  expect(await kiosk.read(6)).toBe('00018\r');
});

test('unplugged: the kiosk is told that the port is gone. Plugged in again: the same path', async () => {
  const kiosk = await kioskAt(scanner.path);
  const closed = new Promise<{ disconnected: boolean }>((resolve) => kiosk.port.on('close', resolve));
  await scanner.unplug();
  expect(await closed).toMatchObject({ disconnected: true });
  expect(existsSync(scanner.path)).toBe(false);
  await expect(scanner.scan('1')).rejects.toThrow('nobody has the port open');
  await scanner.plugIn();
  const again = await kioskAt(scanner.path);
  await scanner.scan('again');
  expect(await again.read(6)).toBe('again\r');
});

test('a kiosk that closes the port and opens it again finds it', async () => {
  const kiosk = await kioskAt(scanner.path);
  const after = await scanner.now();
  kiosk.port.close();
  await scanner.waitFor('plugged-in', undefined, { after });
  const again = await kioskAt(scanner.path);
  await scanner.scan('again');
  expect(await again.read(6)).toBe('again\r');
});

test('what the kiosk says to the scanner is heard', async () => {
  const kiosk = await kioskAt(scanner.path);
  kiosk.port.write('\x16M\r');
  const heard = await scanner.waitFor('heard');
  expect(Buffer.from(heard.base64, 'base64').toString('latin1')).toBe('\x16M\r');
});
