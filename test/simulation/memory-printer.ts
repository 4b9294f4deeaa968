/**
 * A printer of a simulated day: a machine of its own, which remembers what came out of it whatever becomes of the kiosk.
 *
 * It is a `Printer` by its outcomes, not by its bytes on a wire: those are proved against printers on real sockets elsewhere.
 */
import type { PrinterTrouble } from '../../clinic/printer-trouble.ts';
import type { PrintAttemptOutcome, Printer, PrinterStatus } from '../../printing/printer.ts';
import type { Chances } from './chances.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What can happen to one paper. */
const faults = [
  /** It comes out, and nobody says so. */
  'answer-lost',
  /** The connection broke before the printer had it. */
  'never-arrived',
  /** Nothing was sent. */
  'not-taken',
  /** The roll ends in the middle of it; it comes out when there is a new one. */
  'paper-out',
  /** Half of it is in the printer, and nothing more will come. */
  'torn',
] as const;
type Fault = (typeof faults)[number] | null;

export interface PaperOut {
  readonly bytes: Uint8Array;
  readonly token: string;
}

interface MemoryPrinterOptions {
  readonly name: string;
  readonly language: 'zpl' | 'esc-pos';
  readonly time: VirtualTime;
  readonly chances: Chances;
  /** Of a hundred papers. */
  readonly faultShare: number;
  /** Each paper comes out twice: a fault that must be found. */
  readonly isStuttering: boolean;
  readonly onOut: (paper: PaperOut) => void;
}

export interface MemoryPrinter {
  /** As one kiosk that is alive has it; when it dies, nothing of its conversation comes back. */
  connected(isCut: () => boolean): Printer;
  /** Nothing will happen to it any more. */
  mend(): void;
}

const newRollMs = [60_000, 600_000] as const;
const paperMs = [150, 900] as const;

export function memoryPrinter(options: MemoryPrinterOptions): MemoryPrinter {
  const { time, chances, language } = options;
  let odometer = 1_000;
  let inside: PrinterStatus['inside'] = 'nothing';
  let trouble: PrinterTrouble | null = null;
  let isMended = false;

  function look(): PrinterStatus {
    const isReady = trouble === null && inside === 'nothing';
    const counts = language === 'zpl' ? { odometer, serial: options.name } : { odometer: 'none' as const };
    return { isReady, troubles: trouble === null ? [] : [trouble], inside, ...counts };
  }

  function comeOut(paper: PaperOut): void {
    odometer += 1;
    inside = 'nothing';
    options.onOut(paper);
    if (options.isStuttering) options.onOut(paper);
  }

  const faultOf = (): Fault => (!isMended && chances.percent(options.faultShare) ? chances.oneOf(faults) : null);

  /** The machine's part: it goes on whatever becomes of the kiosk. */
  function take(paper: PaperOut, fault: Fault, tell: (outcome: PrintAttemptOutcome) => void): void {
    if (fault === 'not-taken') tell({ kind: 'not-printed', because: 'not-taken' });
    if (fault === 'torn') inside = 'part-of-a-label';
    if (fault === 'torn' || fault === 'never-arrived') tell({ kind: 'in-doubt' });
    if (fault === 'paper-out') runOut(paper, tell);
    if (fault !== null && fault !== 'answer-lost') return;
    inside = 'something';
    time.after(chances.between(...paperMs), () => {
      comeOut(paper);
      tell(fault === 'answer-lost' ? { kind: 'in-doubt' } : { kind: 'printed' });
    });
  }

  function runOut(paper: PaperOut, tell: (outcome: PrintAttemptOutcome) => void): void {
    inside = 'something';
    trouble = 'paper-out';
    time.after(chances.between(...newRollMs), () => {
      trouble = null;
      comeOut(paper);
    });
    tell({ kind: 'in-doubt' });
  }

  return {
    mend() {
      isMended = true;
    },
    connected: (isCut) => ({
      name: options.name,
      language,
      status: async () => look(),
      async clearPart() {
        if (inside === 'part-of-a-label') inside = 'nothing';
        return true;
      },
      print(bytes, { token }, watch) {
        const { promise, resolve } = Promise.withResolvers<PrintAttemptOutcome>();
        const onStop = () => resolve({ kind: 'in-doubt' });
        watch?.signal?.addEventListener('abort', onStop);
        take({ bytes, token }, faultOf(), (outcome) => {
          if (isCut()) return;
          watch?.signal?.removeEventListener('abort', onStop);
          watch?.onStatus?.(look());
          resolve(outcome);
        });
        return promise;
      },
    }),
  };
}
