/**
 * Pictures of labels by zpl-renderer-js, which nobody here wrote. The thread starts with the first picture.
 *
 * Bytes that it cannot draw (an empty label, garbage) have no picture: null, never an error that quotes them.
 */
import { Worker } from 'node:worker_threads';

export interface PictureSize {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly dotsPerMm: number;
}

export type PictureRequest = PictureSize & { readonly id: number; readonly zpl: string };
export type PictureAnswer = { readonly id: number; readonly png: string | null };

export class ZplPictures {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, (png: Buffer | null) => void>();
  private requests = 0;

  draw(zpl: string, size: PictureSize): Promise<Buffer | null> {
    this.requests += 1;
    const request: PictureRequest = { id: this.requests, zpl, ...size };
    return new Promise((resolve) => {
      this.waiting.set(request.id, resolve);
      this.thread().postMessage(request);
    });
  }

  /** Begins to load the renderer, so that the first picture is not late. */
  warmUp(): void {
    this.thread();
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
    this.worker = null;
  }

  private thread(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(new URL('./zpl-picture-worker.ts', import.meta.url));
    worker.on('message', ({ id, png }: PictureAnswer) => {
      this.waiting.get(id)?.(png === null ? null : Buffer.from(png, 'base64'));
      this.waiting.delete(id);
    });
    this.worker = worker;
    return worker;
  }
}
