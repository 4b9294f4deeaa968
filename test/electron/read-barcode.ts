/** Reads the Code 128 of a picture of a label from its pixels, as a scanner would. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({
  overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) },
});

/** @returns what each barcode says; empty for a header label. */
export async function barcodesOf(png: Uint8Array): Promise<readonly string[]> {
  const found = await readBarcodes(new Uint8Array(png), { formats: ['Code128'], tryHarder: true });
  return found.filter((barcode) => barcode.isValid).map((barcode) => barcode.text);
}
