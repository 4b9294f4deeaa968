/** Records a script of this folder, and opens every disk that a power cut may have left of it with the real store. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { openStore } from '../../offline-store/open-store.ts';
import type { Store } from '../../offline-store/store.ts';
import { optionsFor, today } from '../offline-store/store-values.ts';
import { type DiskImage, imagesOf } from './power-cut.ts';
import { type Recording, record } from './system-calls.ts';

export const testTimeoutMs = 180_000;
/** Only what is recorded needs a disk that keeps anything. */
const parents = { 'on-disk': os.tmpdir(), 'in-memory': fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir() };

export function newFolder(where: keyof typeof parents): string {
  const folder = fs.mkdtempSync(path.join(parents[where], 'kiosk-power-cut-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function recordingOf(script: string, ...args: readonly string[]): Promise<Recording> {
  return recordingIn(newFolder('on-disk'), script, ...args);
}

/** @param folder with what is there before. */
export function recordingIn(folder: string, script: string, ...args: readonly string[]): Promise<Recording> {
  return record(folder, path.join(import.meta.dirname, script), [folder, ...args]);
}

export type FoundDisk = DiskImage & { readonly told: string; readonly folder: string };

/** @param from only images of when the process had said this. @returns how many there were. */
export async function afterEveryCut(
  recording: Recording,
  look: (store: Store, image: FoundDisk) => void | Promise<void>,
  { clinicDay = today, from = '' } = {},
): Promise<number> {
  const folder = newFolder('in-memory');
  let images = 0;
  for (const image of imagesOf(recording, 1)) {
    if (from !== '' && !image.said.some((line) => line.startsWith(from))) continue;
    image.writeTo(folder);
    const told = `${image.steps} steps, ${image.what}`;
    const store = openStore(optionsFor(folder, { clinicDay }));
    expect(store.ok ? 'opens' : store.problem, told).toBe('opens');
    if (!store.ok) continue;
    await look(store.value, { ...image, told, folder });
    store.value.close();
    images += 1;
  }
  return images;
}

/** What the process had said of this, without the word itself. */
export const saidOf = ({ said }: DiskImage, what: string): readonly string[] =>
  said.filter((line) => line.startsWith(`${what} `)).map((line) => line.slice(what.length + 1));
