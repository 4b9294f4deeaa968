/** Opens a store by a build whose driver is plain SQLite, and says what came of it. Argument: FOLDER. */
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const standIn = pathToFileURL(path.join(import.meta.dirname, 'plain-sqlite.ts')).href;
registerHooks({
  resolve: (name, context, next) =>
    name === 'better-sqlite3' ? { url: standIn, format: 'module-typescript', shortCircuit: true } : next(name, context),
});

const { openStore } = await import('../../offline-store/open-store.ts');
const store = openStore({
  folder: process.argv[2] ?? '',
  key: { kind: 'os-disk-only' },
  clinicDay: '2026-11-23',
  now: () => '2026-11-23T08:02:11.000Z',
});
console.log(store.ok ? 'opened' : store.problem);
