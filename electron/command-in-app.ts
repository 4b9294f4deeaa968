/**
 * The command line run by the app itself, without windows: `phlebotomy-kiosk --command doctor --config FILE`. Where a site has no
 * Node, and where only the app may ask the system for the key.
 */
import { createRequire } from 'node:module';
import type { KeySealer } from '../offline-store/store.ts';

const flag = '--command';

/** What follows `--command`; null when the app is started for patients. */
export function commandOf(args: readonly string[]): readonly string[] | null {
  const at = args.indexOf(flag);
  return at < 0 ? null : args.slice(at + 1);
}

/** The settings that the command names; undefined: those of the platform's place. */
export function settingsNamedIn(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === '--config' || arg.startsWith('--config='));
  const [, inOne] = /^--config=(.*)$/s.exec(args[at] ?? '') ?? [];
  return inOne ?? (at < 0 ? undefined : args[at + 1]);
}

/** @param bundle `command-line.cjs`: a bundle of its own, so that the app that opens for patients does not read it. */
export async function runCommand(bundle: string, args: readonly string[], sealer: KeySealer): Promise<number> {
  // Bundled from this very file.
  const { runCommandLine, sayAnswer } = createRequire(bundle)(bundle) as typeof import('./command-line.ts');
  const answer = await runCommandLine(args, sealer);
  sayAnswer(answer);
  // A pipe of Windows takes its time, and the app's end would cut it off.
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))));
  return answer.exit;
}
