/**
 * Draws and reads labels, in a thread or a process of its own, so that nothing else waits for it: 10 MB of WebAssembly and 15 ms a label.
 *
 * It answers one question at a time and knows nothing of printers. What its libraries say when they fail may quote the
 * label, so none of it leaves this worker.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { decode } from 'fast-png';
import { ready } from 'zpl-renderer-js';
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import { assert } from '../clinic/assert.ts';
import { ok, type Result, refuse } from '../clinic/result.ts';
import type { ProofAnswer, ProofProblem, ProofQuestion } from './label-proof.ts';
import { rasterPng, readRaster } from './label-proof-raster.ts';
import { areSameDots, type Bitmap, bytesPerRow } from './labels/bitmap.ts';
import { type Dots, drawingProblem, isInsideItsEdges } from './labels/drawn-label.ts';
import type { LabelMedia, PicturedLabel } from './labels/label.ts';
import { isAsLaidOut } from './labels/label-places.ts';
import { saysWords } from './labels/says-words.ts';
import { lintZpl, type ZplFormat } from './languages/zpl-lint.ts';
import { portToStarter } from './worker.ts';

/** Upright, as drawn, without second guesses: what needs more help than this would fail at the bench. */
const readAsAPoorScanner: ReaderOptions = {
  formats: ['Code128'],
  tryHarder: false,
  tryRotate: false,
  tryInvert: false,
  tryDownscale: false,
};
const warmUpLabel = '^XA^FO10,10^A0N,20,20^FD.^FS^XZ';
const warmUpMedia: LabelMedia = { size: { widthMm: 10, heightMm: 10 }, dotsPerMm: 8 };

async function answer(question: ProofQuestion): Promise<Result<Uint8Array, ProofProblem>> {
  const { bytes, media } = question;
  if (question.kind === 'picture') return question.language === 'zpl' ? draw(bytes, media) : rasterPng(bytes, media);
  const { drawn } = question;
  if (drawn !== null && drawn.picture !== null) return answerOfRaster(question, { ...drawn, picture: drawn.picture });
  const format = lintZpl(question.bytes);
  if (!format.ok) return format;
  const isMeant = drawn === null || isAsLaidOut(format.value, drawn.label, media);
  const problem = saidProblem(format.value, question) ?? (isMeant ? null : 'not-as-drawn');
  if (problem !== null) return refuse(problem);
  const png = await draw(question.bytes, question.media);
  if (!png.ok) return png;
  const seen = await seenProblem(png.value, format.value, question);
  return seen === null ? png : refuse(seen);
}

type Proof = Extract<ProofQuestion, { kind: 'proof' }>;

async function answerOfRaster(question: Proof, drawn: PicturedLabel): Promise<Result<Uint8Array, ProofProblem>> {
  const raster = readRaster(question.bytes, drawn, question.media);
  if (!raster.ok) return raster;
  const { png, format } = raster.value;
  const problem = saidProblem(format, question) ?? (await seenProblem(png, format, question));
  return problem === null ? ok(png) : refuse(problem);
}

/** What the bytes say, before anything is drawn. */
function saidProblem(format: ZplFormat, question: Proof): ProofProblem | null {
  const { media, expectedBarcode, expectedTexts, expectedPictures } = question;
  const isSize =
    format.widthDots === Math.round(media.size.widthMm * media.dotsPerMm) &&
    format.heightDots === Math.round(media.size.heightMm * media.dotsPerMm);
  if (!isSize) return 'wrong-size';
  if (!isInsideItsEdges(format, media.dotsPerMm)) return 'too-near-the-edge';
  if (format.barcodes.length !== (expectedBarcode === null ? 0 : 1)) return 'wrong-barcode';
  if (!areSamePictures(format, expectedPictures)) return 'wrong-picture';
  const isSaid = (words: string): boolean => format.texts.some(({ text }) => saysWords(text, words));
  return expectedTexts.every(isSaid) ? null : 'text-missing';
}

/** The bytes know no more of a row than its whole bytes. */
function areSamePictures({ pictures }: ZplFormat, expected: readonly Bitmap[]): boolean {
  return (
    pictures.length === expected.length &&
    pictures.every(({ bitmap }, index) => {
      const meant = expected[index];
      return meant !== undefined && areSameDots(bitmap, { ...meant, widthDots: 8 * bytesPerRow(meant.widthDots) });
    })
  );
}

/** What a person and a scanner will see. */
async function seenProblem(
  png: Uint8Array,
  format: ZplFormat,
  { media, expectedBarcode }: Proof,
): Promise<ProofProblem | null> {
  const read = await readBarcodes(png, readAsAPoorScanner);
  const drawing = drawingProblem(dotsOf(png), format, media.dotsPerMm);
  if (expectedBarcode === null) return read.length > 0 ? 'wrong-barcode' : drawing;
  const [barcode] = read;
  if (!barcode?.isValid) return 'barcode-not-read';
  return read.length > 1 || barcode.text !== expectedBarcode ? 'wrong-barcode' : drawing;
}

async function draw(bytes: Uint8Array, { size, dotsPerMm }: LabelMedia): Promise<Result<Uint8Array, ProofProblem>> {
  const { api } = await ready;
  const zpl = new TextDecoder().decode(bytes);
  const pictures = await api.zplToBase64MultipleAsync(zpl, size.widthMm, size.heightMm, dotsPerMm);
  const [picture] = pictures;
  if (picture === undefined || pictures.length !== 1) return refuse('not-one-label');
  return ok(Uint8Array.from(Buffer.from(picture, 'base64')));
}

function dotsOf(png: Uint8Array): Dots {
  const { width, height, data, channels, depth } = decode(png);
  assert(channels === 1 && depth === 8, 'the renderer draws one byte a dot');
  return { widthDots: width, heightDots: height, grey: Uint8Array.from(data) };
}

async function answerQuestions(): Promise<void> {
  const port = portToStarter<ProofQuestion, ProofAnswer>();
  // Given, because the reader would otherwise fetch it from the network.
  const wasm = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength);
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  // The first label takes six times as long as the others: not a patient's.
  await draw(new TextEncoder().encode(warmUpLabel), warmUpMedia);
  port.onQuestion(async (question) => {
    let result: Result<Uint8Array, ProofProblem>;
    try {
      result = await answer(question);
    } catch {
      result = refuse('not-drawn');
    }
    port.answer({ id: question.id, result });
  });
}

void answerQuestions();
