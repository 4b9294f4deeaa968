/**
 * The cable of a virtual scanner: a pseudo-terminal made by socat, with a link to it at a fixed path. socat ends when
 * whoever opened the path closes it; the cable is then plugged in anew, so that it can be opened again.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { ScannerEvent } from './scanner-door.ts';

const lookForOpenerSeconds = 0.02;
const lookForLinkMs = 2;
/** Whoever opens a serial port then sets it up, and what came before that is flushed. */
const setUpMs = 50;

export class SerialCable {
  private readonly path: string;
  private readonly record: (event: ScannerEvent) => void;
  private socat: ChildProcessWithoutNullStreams | null = null;
  private open = false;
  private plugged = false;

  constructor(path: string, record: (event: ScannerEvent) => void) {
    this.path = path;
    this.record = record;
  }

  async plugIn(): Promise<void> {
    if (this.plugged) return;
    this.plugged = true;
    await this.start();
  }

  async unplug(): Promise<void> {
    if (!this.plugged) return;
    this.plugged = false;
    const socat = this.socat;
    if (socat && socat.exitCode === null) {
      const gone = once(socat, 'exit');
      socat.kill('SIGTERM');
      await gone;
    }
    rmSync(this.path, { force: true });
    this.record({ kind: 'unplugged' });
  }

  async send(bytes: Buffer): Promise<void> {
    const socat = this.socat;
    if (!socat || !this.open) throw new Error('nobody has the port open: the bytes would be lost');
    if (!socat.stdin.write(bytes)) await Promise.race([once(socat.stdin, 'drain'), once(socat, 'exit')]);
  }

  private async start(): Promise<void> {
    const terminal = `PTY,link=${this.path},raw,echo=0,wait-slave,pty-interval=${lookForOpenerSeconds}`;
    const socat = spawn('socat', ['-d', '-d', '-t0.01', '-', terminal]);
    this.socat = socat;
    const failed = once(socat, 'error').then(([error]) => {
      throw new Error(`socat does not run here (apt-get install socat): ${String(error)}`);
    });
    socat.stdin.on('error', () => undefined);
    socat.stdout.on('data', (bytes: Buffer) => this.record({ kind: 'heard', base64: bytes.toString('base64') }));
    createInterface(socat.stderr).on('line', (line) => {
      if (line.includes('starting data transfer loop')) void this.opened(socat);
    });
    socat.on('exit', () => this.ended());
    await Promise.race([this.linked(socat), failed]);
    this.record({ kind: 'plugged-in' });
  }

  private async linked(socat: ChildProcessWithoutNullStreams): Promise<void> {
    while (!existsSync(this.path)) {
      if (socat.exitCode !== null) throw new Error(`socat ended (${socat.exitCode}) before the port was there`);
      await delay(lookForLinkMs);
    }
  }

  private async opened(socat: ChildProcessWithoutNullStreams): Promise<void> {
    await delay(setUpMs);
    if (socat !== this.socat || socat.exitCode !== null) return;
    this.open = true;
    this.record({ kind: 'opened' });
  }

  private ended(): void {
    if (this.open) this.record({ kind: 'closed' });
    this.open = false;
    if (this.plugged) void this.start();
  }
}
