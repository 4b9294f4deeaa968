/**
 * A cable to a virtual printer: a pseudo-terminal at a path of this computer, whose other end is the printer's TCP port.
 * It stands for a serial port, and for a USB device. Made by socat.
 *
 * The cable itself keeps the terminal open, so that the printer does not notice hosts coming and going. The path is there
 * while the printer is: it goes with the printer's connection and comes back when the printer listens again.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const lookForPrinterSeconds = 0.01;
const keptOpen = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK;

export class PrinterCable {
  readonly path = join(mkdtempSync(join(tmpdir(), 'cable-')), 'printer');
  private readonly port: number;
  private socat: ChildProcess | null = null;
  private device: number | null = null;
  private isPlugged = false;
  private readonly waiting = new Set<() => void>();

  constructor(port: number) {
    this.port = port;
  }

  /** When a host can open the path. */
  async plugIn(): Promise<void> {
    this.isPlugged = true;
    if (!this.socat) this.start();
    await this.ready();
  }

  /** When the path is there, now or again. */
  async ready(): Promise<void> {
    while (this.device === null) await this.change();
  }

  /** When the path is not there. */
  async gone(): Promise<void> {
    while (this.device !== null) await this.change();
  }

  async unplug(): Promise<void> {
    this.isPlugged = false;
    const { socat } = this;
    if (!socat) return;
    const gone = once(socat, 'exit');
    socat.kill('SIGTERM');
    this.block(false);
    await gone;
  }

  /** While it is blocked nothing goes through, and only a few thousand bytes go in. */
  block(isBlocked: boolean): void {
    this.socat?.kill(isBlocked ? 'SIGSTOP' : 'SIGCONT');
  }

  private start(): void {
    const printer = `TCP:127.0.0.1:${this.port},nodelay,forever,interval=${lookForPrinterSeconds}`;
    const terminal = `PTY,link=${this.path},raw,echo=0`;
    const socat = spawn('socat', ['-d', '-d', '-t0.01', printer, terminal], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.socat = socat;
    createInterface(socat.stderr).on('line', (line) => {
      if (line.includes('starting data transfer loop')) this.connected();
    });
    socat.on('exit', () => this.ended());
  }

  private connected(): void {
    this.device = openSync(this.path, keptOpen);
    this.tell();
  }

  private ended(): void {
    if (this.device !== null) closeSync(this.device);
    this.device = null;
    this.socat = null;
    rmSync(this.path, { force: true });
    if (this.isPlugged) this.start();
    this.tell();
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.waiting.add(resolve));
  }

  private tell(): void {
    for (const wake of [...this.waiting]) wake();
    this.waiting.clear();
  }
}
