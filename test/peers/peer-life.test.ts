import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { connectTo } from './shared/host-socket.ts';

const zebra = fileURLToPath(new URL('./zebra-printer.ts', import.meta.url));
const launcher = new URL('./zebra-printer-launcher.ts', import.meta.url).href;

async function firstLine(child: ChildProcess): Promise<{ port: number; controlPort: number; pid: number }> {
  if (!child.stdout) throw new Error('its stdout is a pipe');
  const [line] = await once(createInterface(child.stdout), 'line');
  return JSON.parse(String(line));
}

test('a peer whose parent was killed ends by itself: no orphan holds the port', async () => {
  const program = `
    const { startZebraPrinter } = await import(${JSON.stringify(launcher)});
    const { port, controlPort, pid } = await startZebraPrinter();
    console.log(JSON.stringify({ port, controlPort, pid }));
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const peer = await firstLine(parent);
  const host = await connectTo(peer.port);
  parent.kill('SIGKILL');
  await host.ended();
  await expect(connectTo(peer.port)).rejects.toThrow('ECONNREFUSED');
});

test('a peer started by hand in the background stays, and ends cleanly on SIGTERM', async () => {
  const child = spawn(process.execPath, [zebra, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const peer = await firstLine(child);
  expect(peer).toMatchObject({ event: 'ready' });
  const host = await connectTo(peer.port);
  expect((await host.ask('~HI', '\x03\r\n')).length).toBeGreaterThan(0);
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await gone).toEqual([0, null]);
});

test('a port that is taken is said, not waited for', async () => {
  const first = spawn(process.execPath, [zebra], { stdio: ['pipe', 'pipe', 'inherit'] });
  const { port } = await firstLine(first);
  const second = spawn(process.execPath, [zebra, '--port', String(port)], { stdio: 'pipe' });
  let complaint = '';
  second.stderr.on('data', (text) => {
    complaint += text;
  });
  const [code] = await once(second, 'close');
  expect(code).toBe(1);
  expect(complaint).toContain('EADDRINUSE');
  const gone = once(first, 'exit');
  first.stdin.end();
  expect(await gone).toEqual([0, null]);
});
