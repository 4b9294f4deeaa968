/** A label as a PNG, dot by dot, without any renderer: what the head burnt is what is seen. */
import { encode } from 'fast-png';
import type { LabelPicture } from './die-cut-stock.ts';

export function pngOf({ widthDots, heightDots, rows }: LabelPicture): Buffer {
  const rowBytes = Math.ceil(widthDots / 8);
  const data = new Uint8Array(widthDots * heightDots);
  for (let place = 0; place < data.length; place += 1) {
    const column = place % widthDots;
    const byte = rows[Math.floor(place / widthDots) * rowBytes + (column >> 3)] ?? 0;
    data[place] = (byte & (0x80 >> (column & 7))) === 0 ? 255 : 0;
  }
  return Buffer.from(encode({ width: widthDots, height: heightDots, data, channels: 1, depth: 8 }));
}
