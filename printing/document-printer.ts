/**
 * A printer for documents: an office printer that is given a whole PDF as one job. It prints no labels and no tickets.
 *
 * What is known afterwards is little: an office printer takes a job and says no more, so a document is `sent`, never `printed`.
 */
import { z } from 'zod';
import { assert, unreachable } from '../clinic/assert.ts';
import { ok, type Result, refuse } from '../clinic/result.ts';
import type { PrinterConnection } from './connections/connection.ts';
import { ConnectionSetting, documentQueueOf } from './connections/connection-settings.ts';
import { folderConnection } from './connections/folder.ts';
import { networkConnection } from './connections/network.ts';
import type { PrintQueue } from './connections/print-queue.ts';

/** A long list to a slow printer, which takes the next page when it has printed one. */
const sendingMsMax = 60_000;

const documentWays: readonly string[] = ['network', 'cups', 'windows-spooler', 'folder'];

export const DocumentPrinterSetting = z.strictObject(
  {
    connection: ConnectionSetting.refine(({ kind }) => documentWays.includes(kind), {
      path: ['kind'],
      error: 'an office printer is reached by "network", "cups", "windows-spooler" or "folder"',
    }),
  },
  { error: 'expected an office printer: { "connection": { … } }' },
);
export type DocumentPrinterSetting = z.infer<typeof DocumentPrinterSetting>;

/** `broke-off`: some pages may have come out. In the other cases none will. */
type DocumentProblem = 'unreachable' | 'stopped' | 'broke-off';

interface DocumentPrinter {
  print(pdf: Uint8Array): Promise<Result<'sent', DocumentProblem>>;
}

export function documentPrinter({ connection }: DocumentPrinterSetting): DocumentPrinter {
  assert(connection.kind !== 'serial' && connection.kind !== 'usb', 'the settings let no such office printer in');
  switch (connection.kind) {
    case 'network':
      return { print: (pdf) => sendTo(networkConnection({ ...connection, singleConnection: false }), pdf) };
    case 'folder':
      return { print: (pdf) => sendTo(folderConnection({ folder: connection.folder, ending: 'pdf' }), pdf) };
    case 'cups':
    case 'windows-spooler':
      return { print: (pdf) => submitTo(documentQueueOf(connection), pdf) };
    default:
      return unreachable(connection);
  }
}

async function sendTo(connection: PrinterConnection, pdf: Uint8Array): Promise<Result<'sent', DocumentProblem>> {
  const session = await connection.open();
  if (!session.ok) return refuse('unreachable');
  const written = await session.value.write(pdf, sendingMsMax);
  if (!written.ok) {
    session.value.abandon();
    return written;
  }
  const closed = await session.value.close();
  return closed.ok ? ok('sent') : closed;
}

/** Other people's documents may stand in the queue of an office printer; ours waits behind them as everybody's does. */
async function submitTo(queue: PrintQueue, pdf: Uint8Array): Promise<Result<'sent', DocumentProblem>> {
  const state = await queue.look();
  if (state !== 'empty') return refuse(state === 'unreachable' ? state : 'stopped');
  return (await queue.submit(pdf, sendingMsMax)) ? ok('sent') : refuse('broke-off');
}
