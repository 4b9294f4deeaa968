/**
 * Which build of SQLite's binding this runtime can load.
 *
 * The package's own needs Node-API 10 (Node 22.14, Electron 36). An older runtime, as developers without the
 * official Electron have, brings one that was made for it, in its resources folder.
 */
import path from 'node:path';
import { assert } from '../clinic/assert.ts';

const napiVersionMin = 10;

/** Undefined: the package's own. */
export function nativeBinding(): string | undefined {
  if (Number(process.versions.napi) >= napiVersionMin) return undefined;
  const resources: unknown = Reflect.get(process, 'resourcesPath');
  assert(
    typeof resources === 'string',
    'an older runtime than Node 22.14 is an Electron, which has a resources folder',
  );
  return path.join(resources, 'native', 'better_sqlite3.node');
}
