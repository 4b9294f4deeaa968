/** The worker that checks a PIN as the packaged app has it: one file, with nothing beside it. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { argon2id } from 'hash-wasm';
import { build } from 'vite';
import { afterAll, expect, test } from 'vitest';
import { root } from '../../build/runtime.mjs';
import { forNode } from '../../build/vite.mjs';
import { ok } from '../../clinic/result.ts';
import type { PinCheck } from '../../electron/staff/pin-check.ts';
import { pinCost } from '../../electron/staff/staff-verifier.ts';
import { answerOfWorker } from '../../electron/worker-answer.ts';
import { inThread } from '../../printing/worker.ts';

const folder = path.join(root, 'test-results/pin-bundle');
const away = fs.mkdtempSync(path.join(os.tmpdir(), 'pin-bundle-'));
afterAll(() => {
  for (const used of [folder, away]) fs.rmSync(used, { recursive: true, force: true });
});

test('it knows the right PIN from a wrong one', async () => {
  const config = forNode('main/pin-worker', 'electron/staff/pin-worker.ts');
  await build({ ...config, build: { ...config.build, outDir: folder, emptyOutDir: true } });
  // Where no node_modules is above it.
  fs.copyFileSync(path.join(folder, 'pin-worker.cjs'), path.join(away, 'pin-worker.cjs'));
  const [pepper, salt] = [randomBytes(32), randomBytes(16)];
  const cost = { iterations: pinCost.passes, memorySize: pinCost.memoryKib, parallelism: 1, hashLength: 32 };
  const hash = await argon2id({ password: '280419', salt, secret: pepper, ...cost, outputType: 'encoded' });
  const answerTo = async (pin: string) => {
    const check = { pin: new TextEncoder().encode(pin), pepper: new Uint8Array(pepper), hash };
    return answerOfWorker<PinCheck, boolean>(inThread(path.join(away, 'pin-worker.cjs')), check, 60_000);
  };
  expect([await answerTo('280419'), await answerTo('280418')]).toEqual([ok(true), ok(false)]);
});
