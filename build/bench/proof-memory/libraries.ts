/** A thread with nothing in it but the library that draws labels and the one that reads barcodes, each used once. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { ready } from 'zpl-renderer-js';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const { api } = await ready;
const wasm = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength);
await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
const [picture = ''] = await api.zplToBase64MultipleAsync('^XA^FO10,10^BCN,80,N,N,N,A^FDPH00000001^FS^XZ', 50, 25, 8);
await readBarcodes(Buffer.from(picture, 'base64'), { formats: ['Code128'] });
parentPort?.postMessage('ready');
// Stays, with all that it holds.
setInterval(() => undefined, 1_000);
