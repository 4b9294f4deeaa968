/**
 * Labels beside their bare floors: encoding beside a template without escaping, the proof beside drawing alone, and the time
 * from an acknowledged check-in to the first byte at the printer beside a bare connection.
 */
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { ready } from 'zpl-renderer-js';
import { assert } from '../../clinic/assert.ts';
import { silentLog } from '../../electron/log.ts';
import { openStation, type Station } from '../../electron/station.ts';
import { createLabelProof } from '../../printing/label-proof.ts';
import type { Label } from '../../printing/labels/label.ts';
import { encodeZpl } from '../../printing/languages/zpl.ts';
import { media8, specimenContent, specimenLabelOf } from '../../test/printing/labels-for-tests.ts';
import type { TrainingPatient } from '../training-day.ts';
import { openPremises, settingsAt } from '../training-premises.ts';
import { quantile, type Row } from './row.ts';

const encodes = 20_000;
const proofs = 200;
const checkIns = 40;
const bytesMax = 400;
const encodeUsMax = 20;
const proofMsMax = 30;
const firstByteMsMax = { p50: 100, p99: 250 };
const identifier = 'R10042E';

export async function rows(): Promise<readonly Row[]> {
  const label = specimenLabelOf(specimenContent({ familyName: 'Quillfeather', givenNames: 'Marigold', identifier }));
  return [
    ...encodeRows(label),
    await proofRow(encodeZpl(label, { dotsPerMm: 8, echoToken: 'AB12' })),
    ...(await firstByteRows()),
  ];
}

function encodeRows(label: Label): readonly Row[] {
  const encoder = new TextEncoder();
  const bare = () =>
    encoder.encode(
      label.elements.map((one) => `^FO${one.xMm * 8},${one.yMm * 8}^FD${'text' in one ? one.text : ''}^FS`).join(''),
    );
  const ours = () => encodeZpl(label, { dotsPerMm: 8, echoToken: 'AB12' });
  const times = { bare: [] as number[], ours: [] as number[] };
  for (let n = 0; n < encodes; n += 1) {
    times.bare.push(msOf(bare) * 1000);
    times.ours.push(msOf(ours) * 1000);
  }
  const [encodeUs, floorUs] = [quantile(times.ours, 0.5), quantile(times.bare, 0.5)];
  const { length } = ours();
  return [
    {
      name: 'label encode, p50',
      unit: 'µs',
      ours: encodeUs,
      floor: floorUs,
      hold: `≤ ${encodeUsMax} µs`,
      isMet: encodeUs <= encodeUsMax,
    },
    {
      name: 'label as bytes, 8 dots/mm, with its echo',
      unit: 'bytes',
      ours: length,
      hold: `≤ ${bytesMax}`,
      isMet: length <= bytesMax,
    },
  ];
}

async function proofRow(bytes: Uint8Array): Promise<Row> {
  const { api } = await ready;
  const zpl = new TextDecoder().decode(bytes);
  const proof = createLabelProof();
  const times = { bare: [] as number[], ours: [] as number[] };
  for (let n = 0; n < proofs; n += 1) {
    times.bare.push(await msOfPromise(() => api.zplToBase64MultipleAsync(zpl, 50, 25, 8)));
    times.ours.push(await msOfPromise(() => proof.prove(bytes, { ...media8, expectedBarcode: identifier })));
  }
  await proof.close();
  const [ours, floor] = [quantile(times.ours, 0.5), quantile(times.bare, 0.5)];
  return {
    name: 'label proof, warm, p50',
    unit: 'ms',
    ours,
    floor,
    hold: `≤ ${proofMsMax} ms`,
    isMet: ours <= proofMsMax,
  };
}

/** The station under plain Node, its label printer behind a relay that notes when a label's first byte passes. */
async function firstByteRows(): Promise<readonly Row[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosk-bench-printing-'));
  const relay = await openRelay();
  const premises = await openPremises({
    folder,
    change: (settings) => ({
      ...settings,
      printers: settings.printers.map((printer) =>
        printer.language === 'zpl'
          ? { ...printer, connection: { kind: 'network' as const, host: '127.0.0.1', port: relay.port } }
          : printer,
      ),
    }),
  });
  relay.leadTo(premises.labels.port);
  const opened = await openStation(settingsAt(premises.settingsFile), { log: silentLog });
  assert(opened.ok, 'the station opens');
  await opened.value.sync.pullNow();
  const [first, ...patients] = premises.day.nearest(Date.now()).slice(0, checkIns + 1);
  assert(first, 'the training day has patients');
  // As in the app, where the proof is warm before the first patient has found a letter.
  await checkInToFirstByteMs(opened.value, relay, first);
  const ours: number[] = [];
  const bare: number[] = [];
  for (const patient of patients) {
    bare.push(await bareConnectionMs(premises.labels.port));
    ours.push(await checkInToFirstByteMs(opened.value, relay, patient));
  }
  await opened.value.close();
  await premises.stop();
  relay.close();
  fs.rmSync(folder, { recursive: true });
  const floor = quantile(bare, 0.5);
  return (['p50', 'p99'] as const).map((share) => {
    const value = quantile(ours, share === 'p50' ? 0.5 : 0.99);
    const max = firstByteMsMax[share];
    const name = `check-in acknowledged → first byte of the first label, ${share}`;
    return { name, unit: 'ms', ours: value, floor, hold: `≤ ${max} ms`, isMet: value <= max };
  });
}

async function checkInToFirstByteMs(station: Station, relay: Relay, patient: TrainingPatient): Promise<number> {
  const [year = '', month = '', day = ''] = patient.dateOfBirth.split('-');
  await station.patient.act({ kind: 'scan', text: patient.reference });
  const committed = new Promise<number>((resolve) => {
    const stop = station.store.onChange(() => {
      if (station.store.ledger.visit(patient.appointmentId) === null) return;
      stop();
      resolve(performance.now());
    });
  });
  const firstByte = relay.nextLabel();
  const shown = station.patient.act({ kind: 'give-date-of-birth', day, month, year });
  const [committedMs, firstByteMs] = await Promise.all([committed, firstByte]);
  await shown;
  await allPrinted(station, patient);
  return firstByteMs - committedMs;
}

/** So that the next patient finds a printer with nothing to do, as most do. */
function allPrinted({ store }: Station, { appointmentId }: TrainingPatient): Promise<void> {
  const isDone = () => store.ledger.papers(appointmentId).every(({ state }) => state === 'printed');
  return new Promise((resolve) => {
    const stop = store.onChange(() => {
      if (!isDone()) return;
      stop();
      resolve();
    });
    if (isDone()) resolve();
  });
}

interface Relay {
  readonly port: number;
  leadTo(port: number): void;
  /** When the first byte of the next label passes. */
  nextLabel(): Promise<number>;
  close(): void;
}

async function openRelay(): Promise<Relay> {
  let target = 0;
  let onLabel = (_atMs: number) => {};
  const server = net.createServer((host) => {
    const printer = net.connect(target, '127.0.0.1');
    host.on('data', (bytes) => {
      if (bytes.includes('^XA')) onLabel(performance.now());
      printer.write(bytes);
    });
    printer.pipe(host);
    host.on('end', () => printer.end());
    host.on('error', () => printer.destroy());
    printer.on('error', () => host.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert(address !== null && typeof address !== 'string', 'the relay listens on a port');
  return {
    port: address.port,
    leadTo: (port) => {
      target = port;
    },
    nextLabel: () =>
      new Promise((resolve) => {
        onLabel = resolve;
      }),
    close: () => server.close(),
  };
}

async function bareConnectionMs(port: number): Promise<number> {
  return msOfPromise(
    () =>
      new Promise<void>((resolve, reject) => {
        const socket = net.connect(port, '127.0.0.1', () => socket.end('~JX', () => resolve()));
        socket.on('error', reject);
      }),
  );
}

function msOf(work: () => unknown): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}

async function msOfPromise(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
