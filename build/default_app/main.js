/**
 * Stands in for Electron's own default_app, which the registry-only runtime lacks:
 * `electron [switches] [-r module] <folder or file>`.
 */
import fs from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const modules = [];
const args = process.argv.slice(1);
let target;
while (args.length > 0 && !target) {
  const arg = args.shift();
  if (arg === '-v' || arg === '--version') {
    console.log(`v${process.versions.electron}`);
    process.exit(0);
  } else if (arg === '-r' || arg === '--require') modules.push(args.shift());
  else if (!arg.startsWith('-')) target = path.resolve(arg);
}
if (!target) {
  console.error('usage: electron [switches] <folder or file>');
  process.exit(2);
}
for (const module of modules) Module.createRequire(import.meta.url)(path.resolve(module));

Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
let appPath = path.dirname(target);
const manifest = path.join(target, 'package.json');
if (fs.existsSync(manifest)) {
  const { name, productName, version, desktopName } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  if (version) app.setVersion(version);
  if (productName || name) app.name = productName ?? name;
  if (desktopName) app.setDesktopName(desktopName);
  appPath = target;
}
app.setAppPath(appPath);
try {
  // Awaited at the top level: Electron holds back "ready" until the app's own code is loaded.
  await import(pathToFileURL(Module._resolveFilename(target, null, true)).href);
} catch (error) {
  console.error(error);
  app.exit(1);
}
