/**
 * The command line: the same station without windows, for scripts and for site IT.
 *
 * Every command exits 0 when all is well, 1 when the answer is bad news, 2 when it was misused, and says why in one line.
 * With `--json` that line is one JSON object instead.
 */
import { parseArgs } from 'node:util';
import { ok, type Result, refuse } from '../clinic/result.ts';
import type { KeySealer } from '../offline-store/store.ts';
import { auditCommand } from './commands/audit.ts';
import { backupCommand } from './commands/backup.ts';
import { badNews, type Command, type CommandAnswer, type CommandInput, misused } from './commands/command.ts';
import { configCommand } from './commands/config.ts';
import { dayListCommand } from './commands/day-list.ts';
import { doctorCommand } from './commands/doctor.ts';
import { importCommand } from './commands/import.ts';
import { labelPreviewCommand } from './commands/label-preview.ts';
import { outboxCommand } from './commands/outbox.ts';
import { printTestCommand } from './commands/print-test.ts';
import { restoreCommand } from './commands/restore.ts';
import { retentionCommand } from './commands/retention.ts';
import { staffCommand } from './commands/staff.ts';
import { syncCommand } from './commands/sync.ts';
import { configFile } from './kiosk-config.ts';
import { placeOf } from './log.ts';

/** A command with what it takes: whatever else is given is a mistake, and nothing is done. */
interface Door {
  readonly run: Command;
  readonly wordsMax: number;
  readonly takes: readonly (keyof CommandInput['options'])[];
}

const doors: Readonly<Record<string, Door>> = {
  audit: { run: auditCommand, wordsMax: 1, takes: [] },
  backup: { run: backupCommand, wordsMax: 1, takes: [] },
  config: { run: configCommand, wordsMax: 1, takes: [] },
  'day-list': { run: dayListCommand, wordsMax: 0, takes: ['out', 'print'] },
  doctor: { run: doctorCommand, wordsMax: 0, takes: [] },
  import: { run: importCommand, wordsMax: 1, takes: ['agree'] },
  'label-preview': { run: labelPreviewCommand, wordsMax: 1, takes: ['sample', 'out'] },
  outbox: { run: outboxCommand, wordsMax: 0, takes: ['out'] },
  'print-test': { run: printTestCommand, wordsMax: 1, takes: ['ruler'] },
  restore: { run: restoreCommand, wordsMax: 1, takes: [] },
  retention: { run: retentionCommand, wordsMax: 1, takes: [] },
  staff: { run: staffCommand, wordsMax: 2, takes: ['name', 'badge'] },
  sync: { run: syncCommand, wordsMax: 0, takes: [] },
};

const usage = `usage: npm run kiosk -- COMMAND [--config FILE] [--json]; commands: ${Object.keys(doors).join(', ')}`;

const options = {
  config: { type: 'string' },
  json: { type: 'boolean', default: false },
  out: { type: 'string' },
  sample: { type: 'boolean' },
  ruler: { type: 'boolean' },
  name: { type: 'string' },
  badge: { type: 'string' },
  print: { type: 'boolean' },
  agree: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Answer = CommandAnswer & { readonly asJson: boolean };

/** @param keySealer the system's, where there is an app to ask it. */
export async function runCommandLine(args: readonly string[], keySealer?: KeySealer): Promise<Answer> {
  const asJson = args.includes('--json');
  const read = readArguments(args);
  if (!read.ok) return { asJson, ...misused(read.problem) };
  const { name, input } = read.value;
  const door = doors[name];
  if (door === undefined) return { asJson, ...misused(`there is no command ${name}; ${usage}`) };
  const stranger = notTaken(door, input);
  if (stranger !== undefined) return { asJson, ...misused(`${name} does not take ${stranger}; ${usage}`) };
  return { asJson, ...(await answerOf(door.run, { ...input, keySealer })) };
}

function notTaken({ wordsMax, takes }: Door, { words, options: given }: CommandInput): string | undefined {
  const names = (['out', 'sample', 'ruler', 'name', 'badge', 'print', 'agree'] as const).filter(
    (name) => given[name] !== undefined,
  );
  const option = names.find((name) => !takes.includes(name));
  return option === undefined ? words[wordsMax] : `--${option}`;
}

function readArguments(args: readonly string[]): Result<{ name: string; input: CommandInput }, string> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const [name, ...words] = positionals;
    if (name === undefined || values.help) return refuse(usage);
    return ok({ name, input: { words, options: values, configFile: values.config ?? configFile() } });
  } catch (error) {
    // The first sentence names the option; what follows is for programmers.
    const [why = ''] = error instanceof Error ? error.message.split(/\.\s|\n/) : [];
    return refuse(`${why}; ${usage}`);
  }
}

/** A command that fails unexpectedly says where, never with a message that might quote a patient. */
async function answerOf(command: Command, input: CommandInput): Promise<CommandAnswer> {
  try {
    return await command(input);
  } catch (error) {
    const file = fileThatFailed(error);
    if (file !== null) return badNews(fileInWords(file), file);
    const { kind, at } = placeOf(error);
    return badNews(`this did not work: ${kind} at ${at}`, { kind, at });
  }
}

/** `path` null: it could be opened, and then the disk refused. */
type FileThatFailed = Readonly<{ path: string | null; code: string }>;

/** A file that was named on the command line, or in the settings. */
function fileThatFailed(error: unknown): FileThatFailed | null {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return null;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : null;
  return typeof error.code === 'string' ? { path, code: error.code } : null;
}

function fileInWords({ path, code }: FileThatFailed): string {
  if (path !== null) return `${path} cannot be opened (${code})`;
  return code === 'ENOSPC' ? 'there is no room on the disk' : `the disk refuses (${code})`;
}

/** What is asked for goes to standard output; what is said about it does not get in its way. */
export function sayAnswer({ asJson, exit, line, body, facts }: Answer): void {
  if (asJson) {
    console.log(JSON.stringify({ ok: exit === 0, says: line, ...facts }));
    return;
  }
  if (body !== undefined) console.log(body);
  const say = exit === 0 && body === undefined ? console.log : console.error;
  say(line);
}
