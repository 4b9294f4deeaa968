/** Draws ZPL as PNG in a thread of its own, so that the printer goes on answering meanwhile. */
import { parentPort } from 'node:worker_threads';
import { ready } from 'zpl-renderer-js';
import type { PictureAnswer, PictureRequest } from './zpl-picture.ts';

const { api } = await ready;

parentPort?.on('message', async ({ id, zpl, widthMm, heightMm, dotsPerMm }: PictureRequest) => {
  const answer: PictureAnswer = await api.zplToBase64MultipleAsync(zpl, widthMm, heightMm, dotsPerMm).then(
    (pictures) => ({ id, png: pictures[0] ?? null }),
    () => ({ id, png: null }),
  );
  parentPort?.postMessage(answer);
});
