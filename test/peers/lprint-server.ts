/**
 * lprint, as a peer: a label printing service that nobody here wrote, and that speaks ZPL. What prints well with it and
 * through our own code is a printer; what suits only our own code is a mirror.
 *
 *   node test/peers/lprint-server.ts
 */
import { execFile } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LprintCommands, LprintEvent } from './lprint/lprint-door.ts';
import { openControl } from './shared/control-server.ts';
import { EventLog } from './shared/event-log.ts';
import { privateFolder, runForeignProgram } from './shared/foreign-program.ts';
import { type RunningPeer, runPeer } from './shared/peer-process.ts';

/** Debian's `nobody`. For root, lprint keeps its socket where every lprint of the computer does. */
const nobody = 65_534;
const run = promisify(execFile);
const folder = privateFolder('lprint');
const log = new EventLog<LprintEvent>();
const account = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
const env = { PATH: process.env.PATH, LC_ALL: 'C', HOME: folder, TMPDIR: folder };

async function open(): Promise<RunningPeer> {
  const spool = join(folder, 'spool');
  mkdirSync(spool);
  if (account.uid !== undefined) for (const path of [folder, spool]) chownSync(path, account.uid, account.gid);
  const settings = ['log-file=-', 'log-level=debug', 'server-options=multi-queue', `spool-directory=${spool}`];
  const server = runForeignProgram('lprint', ['server', ...settings.flatMap((setting) => ['-o', setting])], {
    env,
    folder,
    account,
    onLine: (line) => log.record({ kind: 'said', line }),
  });
  await server.saysSoon(/Starting system/);
  const lprint = async (...args: string[]) => (await run('lprint', args, { env, ...account })).stdout;
  let pictures = 0;
  const commands: LprintCommands = {
    async add({ name, port, driver, media }) {
      const device = ['-v', `socket://127.0.0.1:${port}`, '-m', driver];
      await lprint('add', '-d', name, ...device, '-o', `media-ready=${media}`, '-o', `media-default=${media}`);
    },
    async submit({ printer, base64 }) {
      pictures += 1;
      const path = join(folder, `${pictures}.png`);
      await writeFile(path, Buffer.from(base64, 'base64'));
      await lprint('submit', '-d', printer, path);
    },
    status: (printer) => lprint('status', '-d', printer),
  };
  const control = await openControl(commands, log, 0);
  const close = async () => {
    control.close();
    await server.end();
  };
  return { port: 0, controlPort: control.port, close };
}

await runPeer(open);
