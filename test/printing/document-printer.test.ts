/** An office printer is given a whole document as one job: over a socket, behind a real CUPS, as a file in a folder. */
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { DocumentPrinterSetting, documentPrinter } from '../../printing/document-printer.ts';
import { newFolder } from '../offline-store/store-clinic.ts';
import { type CupsServer, startCupsServer } from '../peers/cups-server-launcher.ts';

const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(300_000, 0xe2), Buffer.from('\n%%EOF\n')]);

interface OfficePrinter {
  readonly port: number;
  /** The next job, whole, once its connection has ended. */
  job(): Promise<Buffer>;
}

/** A printer's port 9100, which takes what comes until the connection ends. */
async function officePrinter(onConnection: (socket: net.Socket) => void = () => undefined): Promise<OfficePrinter> {
  const jobs: Buffer[] = [];
  const server = net.createServer((socket) => {
    const chunks: Buffer[] = [];
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => {
      jobs.push(Buffer.concat(chunks));
      server.emit('job');
    });
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    async job() {
      if (jobs.length === 0) await once(server, 'job');
      return jobs.shift() ?? Buffer.alloc(0);
    },
  };
}

const over = (connection: unknown) => documentPrinter(DocumentPrinterSetting.parse({ connection }));

describe('over a socket', () => {
  test('the document arrives byte for byte, in one connection', async () => {
    const printer = await officePrinter();
    const printed = over({ kind: 'network', host: '127.0.0.1', port: printer.port }).print(pdf);
    expect((await printer.job()).equals(pdf)).toBe(true);
    expect(await printed).toEqual({ ok: true, value: 'sent' });
  });

  test('a printer that is switched off is unreachable, and nothing was printed', async () => {
    const printer = over({ kind: 'network', host: '127.0.0.1', port: 9 });
    expect(await printer.print(pdf)).toEqual({ ok: false, problem: 'unreachable' });
  });

  test('a printer that hangs up in the middle broke off: some pages may have come out', async () => {
    const large = Buffer.alloc(64_000_000, 1);
    const printer = await officePrinter((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const printed = await over({ kind: 'network', host: '127.0.0.1', port: printer.port }).print(large);
    expect(printed).toEqual({ ok: false, problem: 'broke-off' });
  });
});

describe('behind a real CUPS', () => {
  let cups: CupsServer;
  beforeAll(async () => {
    cups = await startCupsServer();
  });
  afterAll(() => cups.stop());
  const queueTo = async (queue: string, port: number) => {
    await cups.addQueue({ queue, port });
    return over({ kind: 'cups', queue, server: cups.server });
  };

  test('it is one job, and comes out byte for byte of a queue without a driver', async () => {
    const printer = await officePrinter();
    const queue = await queueTo('office', printer.port);
    expect(await queue.print(pdf)).toEqual({ ok: true, value: 'sent' });
    expect((await printer.job()).equals(pdf)).toBe(true);
  });

  test('it waits behind what others print, as everybody’s does', async () => {
    const printer = await officePrinter();
    const queue = await queueTo('shared', printer.port);
    await Promise.all([queue.print(Buffer.from('%PDF first')), queue.print(Buffer.from('%PDF second'))]);
    const jobs = [String(await printer.job()), String(await printer.job())];
    expect(jobs.sort()).toEqual(['%PDF first', '%PDF second']);
  });

  test('a queue that somebody stopped is given nothing: the list would come out when nobody waits for it', async () => {
    const printer = await officePrinter();
    const queue = await queueTo('stopped', printer.port);
    await cups.change({ queue: 'stopped', act: 'disable' });
    expect(await queue.print(pdf)).toEqual({ ok: false, problem: 'stopped' });
    expect(await cups.jobs('stopped')).toEqual([]);
  });

  test('a queue that is not there is unreachable', async () => {
    expect(await over({ kind: 'cups', queue: 'nobody', server: cups.server }).print(pdf)).toEqual({
      ok: false,
      problem: 'unreachable',
    });
  });
});

describe('as a file', () => {
  test('it lies whole in the folder, for the kiosk’s account only', async () => {
    const folder = newFolder();
    expect(await over({ kind: 'folder', folder }).print(pdf)).toEqual({ ok: true, value: 'sent' });
    const [name = ''] = fs.readdirSync(folder);
    expect(name).toBe('000001.pdf');
    expect(fs.readFileSync(path.join(folder, name)).equals(pdf)).toBe(true);
    expect(fs.statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
  });
});

test.each(['serial', 'usb'])('a %s printer is no office printer, and the settings say so', (kind) => {
  const parsed = DocumentPrinterSetting.safeParse({ connection: { kind, path: '/dev/x' } });
  expect(parsed.error?.issues.map(({ message }) => message)).toEqual([
    'an office printer is reached by "network", "cups", "windows-spooler" or "folder"',
  ]);
});
