/**
 * npm run package [-- TARGETS]: an installable app for this platform in dist/ ("dir" by default;
 * for example "deb", "nsis", "dmg").
 *
 * With the registry-only runtime it makes a package to test with, never one to ship.
 */
import fs from 'node:fs';
import path from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { root } from './runtime.mjs';
import { setup } from './setup.mjs';
import { bundle } from './vite.mjs';

const targets = process.argv.slice(2);
const runtime = await setup();
await bundle();
// What electron-builder would otherwise download, for the targets that can do without.
if (runtime.kind !== 'official') process.env.CUSTOM_FPM_PATH ??= path.join(root, 'build/fpm.mjs');
const startedAt = performance.now();
const files = await build({
  projectDir: root,
  targets: Platform.current().createTarget(targets.length > 0 ? targets : ['dir'], Arch[process.arch]),
  publish: 'never',
  config: {
    extends: 'build/electron-builder.yml',
    ...(runtime.kind === 'official' ? {} : { electronDist: runtime.dist, electronVersion: runtime.version, afterPack }),
  },
});
console.log(files.join('\n') || 'dist/linux-unpacked');
console.log(`package: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);

/** What belongs to the runtime of developers, not to an app. */
function afterPack({ appOutDir }) {
  for (const file of ['.complete', 'resources/default_app.asar']) {
    fs.rmSync(path.join(appOutDir, file), { force: true });
  }
}
