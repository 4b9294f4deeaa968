/**
 * The calls of Windows' own winspool.drv, as the door that windows-spooler.ts goes through. Each is made in a thread of its
 * own: the spooler may take its time, and the windows must not freeze meanwhile.
 *
 * The library is loaded when a printer is first asked for, and on Windows only.
 */
import type { KoffiFunc, LibraryHandle } from 'koffi';
import type { SpoolerDoor, SpoolerPrinter } from './windows-spooler.ts';

/** What koffi hands out for a pointer; only given back to it. */
type Handle = unknown;
type Koffi = typeof import('koffi');
/** BOOL: not 0 is done. */
type Done = number;

/** PRINTER_INFO_2W in 64 bits: thirteen pointers, then numbers of four bytes. What the pointers point to follows it. */
const informationLevel = 2;
const attributesAt = 104;
const statusAt = 124;
const jobsAt = 128;
const informationBytesMin = 136;
const informationBytesMax = 64 * 1024;
const documentLevel = 1;

/** No queue can be opened where there is no winspool.drv. */
export function winspoolDoor(platform: NodeJS.Platform = process.platform): SpoolerDoor {
  let door: Promise<SpoolerDoor | null> | null = null;
  return async (queue) => {
    door ??= platform === 'win32' ? loadWinspool('winspool.drv') : Promise.resolve(null);
    return (await door)?.(queue) ?? null;
  };
}

/** Null: the library cannot be loaded. */
export async function loadWinspool(library: string): Promise<SpoolerDoor | null> {
  try {
    const koffi = await import('koffi');
    const calls = callsOf(koffi, koffi.load(library));
    return async (queue) => {
      const handles: [Handle] = [null];
      const isOpen = await done(calls.OpenPrinterW, queue, handles, null);
      return isOpen ? printerOf(calls, handles[0]) : null;
    };
  } catch {
    return null;
  }
}

function callsOf(koffi: Koffi, library: LibraryHandle) {
  const document = koffi.struct({ pDocName: 'str16', pOutputFile: 'str16', pDatatype: 'str16' });
  const call = <Args extends readonly unknown[]>(name: string, ...parameters: Parameters<typeof koffi.out>[0][]) =>
    // The prototypes below are those of winspool.h; koffi checks what is passed against them.
    library.func('__stdcall', name, 'int', ['void *', ...parameters]) as KoffiFunc<(...args: [...Args]) => Done>;
  const numberOut = koffi.out(koffi.pointer('uint32'));
  return {
    OpenPrinterW: library.func('__stdcall', 'OpenPrinterW', 'int', [
      'str16',
      koffi.out(koffi.pointer('void *')),
      'void *',
    ]) as KoffiFunc<(queue: string, handle: [Handle], defaults: null) => Done>,
    StartDocPrinterW: call<[Handle, number, object]>('StartDocPrinterW', 'uint32', koffi.pointer(document)),
    StartPagePrinter: call<[Handle]>('StartPagePrinter'),
    WritePrinter: call<[Handle, Uint8Array, number, [number]]>('WritePrinter', 'uint8 *', 'uint32', numberOut),
    EndPagePrinter: call<[Handle]>('EndPagePrinter'),
    EndDocPrinter: call<[Handle]>('EndDocPrinter'),
    AbortPrinter: call<[Handle]>('AbortPrinter'),
    GetPrinterW: call<[Handle, number, Uint8Array, number, [number]]>(
      'GetPrinterW',
      'uint32',
      'uint8 *',
      'uint32',
      numberOut,
    ),
    ClosePrinter: call<[Handle]>('ClosePrinter'),
  };
}

function printerOf(calls: ReturnType<typeof callsOf>, handle: Handle): SpoolerPrinter {
  return {
    startDocument: (pDocName, pDatatype) =>
      done(calls.StartDocPrinterW, handle, documentLevel, { pDocName, pOutputFile: null, pDatatype }),
    startPage: () => done(calls.StartPagePrinter, handle),
    async write(bytes) {
      const taken: [number] = [0];
      const isDone = await done(calls.WritePrinter, handle, bytes, bytes.length, taken);
      return isDone ? taken[0] : 0;
    },
    endPage: () => done(calls.EndPagePrinter, handle),
    endDocument: () => done(calls.EndDocPrinter, handle),
    abort: () => done(calls.AbortPrinter, handle),
    async look() {
      const found = Buffer.alloc(informationBytesMax);
      const needed: [number] = [0];
      const isDone = await done(calls.GetPrinterW, handle, informationLevel, found, found.length, needed);
      if (!isDone || needed[0] < informationBytesMin) return null;
      return {
        attributes: found.readUInt32LE(attributesAt),
        status: found.readUInt32LE(statusAt),
        jobs: found.readUInt32LE(jobsAt),
      };
    },
    close: () => done(calls.ClosePrinter, handle),
  };
}

/** Whether the call was made, and answered that it was done. */
function done<Args extends readonly unknown[]>(call: KoffiFunc<(...args: [...Args]) => Done>, ...args: Args) {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  call.async(...args, (error: unknown, answer: Done) => resolve(!error && answer !== 0));
  return promise;
}
