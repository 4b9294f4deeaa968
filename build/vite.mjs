/**
 * Bundles the app into out/: main, the two preloads and the workers for Electron's Node;
 * the patient's and the staff's page for its Chromium. What is unchanged is not built again.
 *
 * Targets are those of the oldest runtime in use (the registry-only Electron 33), so that
 * developers, CI and production all run the same bundle.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { root } from './runtime.mjs';

const require = createRequire(import.meta.url);
const native = ['@napi-rs/canvas', 'better-sqlite3', 'koffi', 'serialport'];
const at = (...parts) => path.join(root, ...parts);
export const patientJavaScriptBytesMax = 400_000;

/** What each bundle for Electron's Node is made of. All are self-contained but for the native modules. */
const nodeBundles = {
  'main/main': 'electron/main.ts',
  'main/command-line': 'electron/command-line.ts',
  'main/label-proof-worker': 'printing/label-proof-worker.ts',
  'main/day-list-pdf-worker': 'electron/paper-lists/day-list-pdf-worker.ts',
  'main/pin-worker': 'electron/staff/pin-worker.ts',
  'main/list-file-worker': 'offline-store/list-file/list-file-worker.ts',
  'main/ledger-copy-worker': 'offline-store/ledger-copy-worker.ts',
  'preload/patient-preload': 'electron/windows/patient-preload.ts',
  'preload/staff-preload': 'electron/windows/staff-preload.ts',
};
/** Where its time went is of no use to whoever only wants the app. */
const checks = { bundlerTimings: false };
export const pages = ['patient', 'staff'];

/** The fonts that labels are drawn with, and no other file of their packages, each package with its licence. */
function labelFontFiles() {
  const characters = JSON.parse(fs.readFileSync(at('printing/labels/label-font-characters.json'), 'utf8'));
  return Object.entries(characters).flatMap(([name, subsets]) =>
    [...Object.keys(subsets).map((subset) => `files/${name}-${subset}-700-normal.woff2`), 'LICENSE'].map((file) => ({
      file: at('node_modules/@fontsource', name, file),
      name: `label-fonts/${name}/${file}`,
    })),
  );
}

/** The typeface of the day list on paper, with its licence. */
const dayListFontFiles = () =>
  ['ttf/DejaVuSans.ttf', 'ttf/DejaVuSans-Bold.ttf', 'LICENSE'].map((file) => ({
    file: at('node_modules/dejavu-fonts-ttf', file),
    name: `day-list-fonts/${path.basename(file)}`,
  }));

/**
 * Our sources name a worker by its .ts file, a wasm file by its package and fonts by the folder of their packages.
 * Beside the bundle lie X.cjs, the wasm file and the fonts themselves: no bundle looks into node_modules or onto the
 * network for any of them.
 */
export function namesBesideTheBundle(source) {
  const files = [];
  const code = source
    .replace(
      /new URL\((['"])\.[\w./-]*\/([\w-]+-worker)\.ts\1,\s*import\.meta\.url\)/g,
      "new URL('./$2.cjs', import.meta.url)",
    )
    .replace(/(['"])((?:@[\w-]+\/)?[\w-]+\/[\w/-]+\/([\w-]+\.wasm))\1/g, (_all, _quote, specifier, name) => {
      files.push({ file: require.resolve(specifier), name });
      return `'./${name}'`;
    })
    .replace(/new URL\((['"])(?:\.\.\/)+node_modules\/@fontsource\1,\s*import\.meta\.url\)/g, () => {
      files.push(...labelFontFiles());
      return "new URL('./label-fonts', import.meta.url)";
    })
    .replace(/new URL\((['"])(?:\.\.\/)+node_modules\/dejavu-fonts-ttf\/ttf\1,\s*import\.meta\.url\)/g, () => {
      files.push(...dayListFontFiles());
      return "new URL('./day-list-fonts', import.meta.url)";
    });
  return { code, files };
}

const besideTheBundle = {
  name: 'beside-the-bundle',
  transform(source, id) {
    if (id.includes('node_modules') || !/\.ts$/.test(id)) return null;
    const { code, files } = namesBesideTheBundle(source);
    for (const { file, name } of files) {
      this.emitFile({ type: 'asset', fileName: name, source: fs.readFileSync(file) });
    }
    return code === source ? null : { code, map: null };
  },
};

/** @returns {import('vite').InlineConfig} */
export const forNode = (name, entry) => ({
  configFile: false,
  root,
  logLevel: 'warn',
  plugins: [besideTheBundle],
  ssr: { target: 'node', noExternal: true, external: native },
  build: {
    ssr: at(entry),
    ssrEmitAssets: true,
    outDir: at('out', path.dirname(name)),
    emptyOutDir: false,
    target: 'node20',
    minify: false,
    sourcemap: !name.endsWith('worker'), // its renderer is 9 MB of wasm, as text
    rolldownOptions: {
      checks,
      external: ['electron', ...native],
      output: {
        format: 'cjs',
        entryFileNames: `${path.basename(name)}.cjs`,
        assetFileNames: '[name][extname]',
        codeSplitting: false,
      },
    },
  },
});

const ourPages = {
  from: at('renderer'),
  to: at('out/renderer'),
  inputs: [...pages, 'stopped'].map((page) => `${page}.html`),
};

/** @returns {import('vite').InlineConfig} */
export const renderer = ({ from, to, inputs } = ourPages) => ({
  configFile: false,
  root: from,
  base: './',
  logLevel: 'warn',
  plugins: [react()],
  css: { preprocessorOptions: { scss: { loadPaths: [at('node_modules')], quietDeps: true } } },
  build: {
    outDir: to,
    emptyOutDir: true,
    target: 'chrome130',
    sourcemap: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'manifest.json',
    rolldownOptions: { checks, input: inputs.map((input) => path.join(from, input)) },
  },
});

/** Of every file that a bundle may be made of. */
function inputsHash() {
  const hash = createHash('sha256').update(process.platform);
  const files = ['clinic', 'printing', 'offline-store', 'electron', 'renderer'].flatMap((room) =>
    fs
      .readdirSync(at(room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  );
  for (const file of [...files.sort(), 'build/vite.mjs', 'package.json', 'package-lock.json']) {
    hash.update(`${file}\0`).update(fs.readFileSync(at(file)));
  }
  return hash.digest('hex');
}

/** Bytes of JavaScript that a page loads: its entry and all that it imports, at once or later. */
export function javaScriptBytes(page, folder = at('out/renderer')) {
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of [...(manifest[key].imports ?? []), ...(manifest[key].dynamicImports ?? [])]) visit(next);
  };
  visit(`${page}.html`);
  return [...seen]
    .map((key) => manifest[key].file)
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + fs.statSync(path.join(folder, file)).size, 0);
}

/** Brings out/ up to date. */
export async function bundle(log = console.log) {
  const builtFile = at('out/.built');
  const hash = inputsHash();
  if (fs.existsSync(builtFile) && fs.readFileSync(builtFile, 'utf8') === hash) return;
  const startedAt = performance.now();
  fs.rmSync(at('out'), { recursive: true, force: true });
  for (const [name, entry] of Object.entries(nodeBundles)) await build(forNode(name, entry));
  await build(renderer());
  const bytes = Object.fromEntries(pages.map((page) => [page, javaScriptBytes(page)]));
  const sizes = Object.entries(bytes).map(([page, size]) => `${page} page ${Math.round(size / 1000)} kB`);
  log(`build: ${((performance.now() - startedAt) / 1000).toFixed(1)} s; JavaScript: ${sizes.join(', ')}`);
  if (bytes.patient > patientJavaScriptBytesMax) {
    throw new Error(
      `the patient page loads ${bytes.patient} bytes of JavaScript; ${patientJavaScriptBytesMax} at most`,
    );
  }
  fs.writeFileSync(builtFile, hash);
}
