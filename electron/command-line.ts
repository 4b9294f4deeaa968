/**
 * The command line: the same station without windows, for scripts and for site IT.
 *
 * Every command exits 0 when all is well, 1 when the answer is bad news, 2 when it was misused, and says why in one line.
 * With `--json` that line is one JSON object instead.
 */
import { parseArgs } from 'node:util';
import { auditCommand } from './commands/audit.ts';
import type { Command, CommandAnswer, CommandInput } from './commands/command.ts';
import { configCommand } from './commands/config.ts';
import { dayListCommand } from './commands/day-list.ts';
import { doctorCommand } from './commands/doctor.ts';
import { labelPreviewCommand } from './commands/label-preview.ts';
import { outboxCommand } from './commands/outbox.ts';
import { printTestCommand } from './commands/print-test.ts';
import { staffCommand } from './commands/staff.ts';
import { syncCommand } from './commands/sync.ts';
import { configFile } from './kiosk-config.ts';
import { placeOf } from './log.ts';

const commands: Readonly<Record<string, Command>> = {
  audit: auditCommand,
  config: configCommand,
  'day-list': dayListCommand,
  doctor: doctorCommand,
  'label-preview': labelPreviewCommand,
  outbox: outboxCommand,
  'print-test': printTestCommand,
  staff: staffCommand,
  sync: syncCommand,
};

const usage = `usage: npm run kiosk -- COMMAND [--config FILE] [--json]; commands: ${Object.keys(commands).join(', ')}`;

/** Options of every command; a command refuses what it does not know what to do with. */
const options = {
  config: { type: 'string' },
  json: { type: 'boolean', default: false },
  out: { type: 'string' },
  sample: { type: 'boolean', default: false },
  name: { type: 'string' },
  badge: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export async function runCommandLine(args: readonly string[]): Promise<CommandAnswer & { readonly asJson: boolean }> {
  const asJson = args.includes('--json');
  const input = readArguments(args);
  if (input === null) return { asJson, exit: 2, line: usage, facts: {} };
  const command = commands[input.name];
  if (command === undefined) return { asJson, exit: 2, line: `there is no command ${input.name}; ${usage}`, facts: {} };
  return { asJson, ...(await answerOf(command, input.input)) };
}

function readArguments(args: readonly string[]): { name: string; input: CommandInput } | null {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const [name, ...words] = positionals;
    if (name === undefined || values.help) return null;
    return { name, input: { words, options: values, configFile: values.config ?? configFile() } };
  } catch {
    return null;
  }
}

/** A command that fails unexpectedly says where, never with a message that might quote a patient. */
async function answerOf(command: Command, input: CommandInput): Promise<CommandAnswer> {
  try {
    return await command(input);
  } catch (error) {
    const { kind, at } = placeOf(error);
    return { exit: 1, line: `this did not work: ${kind} at ${at}`, facts: { kind, at } };
  }
}

if (import.meta.main) {
  const answer = await runCommandLine(process.argv.slice(2));
  if (answer.asJson) console.log(JSON.stringify({ ok: answer.exit === 0, says: answer.line, ...answer.facts }));
  else {
    // What is asked for goes to standard output; what is said about it does not get in its way.
    if (answer.body !== undefined) console.log(answer.body);
    const say = answer.exit === 0 && answer.body === undefined ? console.log : console.error;
    say(answer.line);
  }
  process.exit(answer.exit);
}
