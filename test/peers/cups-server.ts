/**
 * CUPS, as a peer: the real scheduler with a configuration, a spool and a socket of its own. What is set up on this computer
 * is neither read nor changed.
 *
 *   node test/peers/cups-server.ts
 */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CupsCommands, CupsEvent } from './cups/cups-door.ts';
import { openControl } from './shared/control-server.ts';
import { EventLog } from './shared/event-log.ts';
import { privateFolder, runForeignProgram } from './shared/foreign-program.ts';
import { type RunningPeer, runPeer } from './shared/peer-process.ts';

const run = promisify(execFile);
/** Debian keeps the scheduler and its administration where an ordinary account does not look. */
const env = { ...process.env, LC_ALL: 'C', PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
const folder = privateFolder('cups');
const socket = join(folder, 'socket');
const log = new EventLog<CupsEvent>();
const lines: string[] = [];

function configure(): readonly string[] {
  const kept = ['root', 'root/ppd', 'root/ssl', 'spool', 'cache', 'state', 'temp'];
  for (const name of kept) mkdirSync(join(folder, name));
  // Backends run as an account that owns nothing; only root can change to it.
  const account = process.getuid?.() === 0 ? ['User lp', 'Group lp', 'SystemGroup root'] : [];
  const places = ['ServerRoot root', 'RequestRoot spool', 'CacheDir cache', 'StateDir state', 'TempDir temp'].map(
    (line) => line.replace(' ', ` ${folder}/`),
  );
  const files = [...places, 'ErrorLog stderr', 'AccessLog stderr', 'PageLog stderr', 'Printcap', ...account];
  const allowed = ['<Location />', 'Allow all', '</Location>'];
  const policy = ['<Policy default>', '<Limit All>', 'Order deny,allow', '</Limit>', '</Policy>'];
  const nothingKept = ['PreserveJobFiles No', 'PreserveJobHistory No'];
  const rules = [`Listen ${socket}`, 'LogLevel info', 'Browsing Off', 'DefaultAuthType None', 'WebInterface No'];
  const [filesPath, rulesPath] = [join(folder, 'cups-files.conf'), join(folder, 'cupsd.conf')];
  writeFileSync(filesPath, `${files.join('\n')}\n`);
  writeFileSync(rulesPath, `${[...rules, ...nothingKept, ...allowed, ...policy].join('\n')}\n`);
  return ['-f', '-c', rulesPath, '-s', filesPath];
}

const onLine = (line: string) => {
  lines.push(line);
  log.record({ kind: 'said', line });
};

const tools = { disable: 'cupsdisable', enable: 'cupsenable', reject: 'cupsreject', accept: 'cupsaccept' } as const;

async function open(): Promise<RunningPeer> {
  const scheduler = runForeignProgram('cupsd', configure(), { env, folder, onLine });
  await scheduler.saysSoon(/Resuming new connection processing/);
  const tool = async (name: string, ...args: string[]) => (await run(name, ['-h', socket, ...args], { env })).stdout;
  const commands: CupsCommands = {
    server: () => socket,
    async addQueue({ queue, port, waitsForTheEnd = true }) {
      const device = [
        '-v',
        `socket://127.0.0.1:${port}/?waiteof=${waitsForTheEnd}`,
        '-m',
        'raw',
        '-o',
        'printer-error-policy=abort-job',
      ];
      await tool('lpadmin', '-p', queue, '-E', ...device);
    },
    async change({ queue, act }) {
      await tool(tools[act], queue);
    },
    jobs: async (queue) => (await tool('lpstat', '-o', queue)).split('\n').filter(Boolean),
    async cancelAll() {
      await tool('cancel', '-a');
    },
    log: () => lines,
    end: () => scheduler.end(),
  };
  const control = await openControl(commands, log, 0);
  const close = async () => {
    control.close();
    await scheduler.end();
  };
  return { port: 0, controlPort: control.port, close };
}

await runPeer(open);
