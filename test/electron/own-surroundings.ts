/** Where a traced app, and every program that it starts, keeps what is its own: so that all of it can be searched. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** Makes the folders for temporary files, the account's own files and caches. @returns the variables that name them */
export function ownSurroundings(folder: string): Readonly<Record<string, string>> {
  const home = path.join(folder, 'home');
  const own = {
    TMPDIR: path.join(folder, 'temporary'),
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    XDG_DATA_HOME: path.join(home, '.local/share'),
    XDG_STATE_HOME: path.join(home, '.local/state'),
    XDG_RUNTIME_DIR: path.join(folder, 'run'),
  };
  for (const place of Object.values(own)) mkdirSync(place, { recursive: true, mode: 0o700 });
  return own;
}
