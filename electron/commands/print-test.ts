/**
 * `print-test PRINTER [--ruler]`: one test label or ticket, or a label with rulers along its edges, and what the printer can
 * prove of it.
 */
import { localTime } from '../../clinic/clinic-day.ts';
import { troubleInWords } from '../../clinic/printer-trouble.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { ProofProblem } from '../../printing/label-proof.ts';
import { encodeLabel } from '../../printing/labels/encode-label.ts';
import type { LabelMedia } from '../../printing/labels/label.ts';
import { labelMediaOf } from '../../printing/labels/label-media.ts';
import { rulerLabel } from '../../printing/labels/ruler-label.ts';
import { testLabel, testLabelBarcode } from '../../printing/labels/test-label.ts';
import { encodeTicket } from '../../printing/languages/esc-pos.ts';
import { createPrinter, type PrinterSetting } from '../../printing/printer-config.ts';
import { systemClock } from '../days/clock.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import { printerFacts } from '../printers/printer-facts.ts';
import { proofWhenNeeded } from '../printers/proof-when-needed.ts';
import { badNews, type Command, type CommandAnswer, good, misused, withSettings } from './command.ts';

const token = 'TEST';

export const printTestCommand: Command = async (input) => {
  const [name] = input.words;
  if (name === undefined) return misused('usage: print-test PRINTER [--ruler]');
  return withSettings(input, async (settings) => {
    const setting = settings.printers.find((one) => one.name === name);
    const isRuler = input.options.ruler === true;
    if (isRuler && setting?.purpose === 'queue-ticket') return misused(`${name} prints tickets, which have no edges`);
    if (setting !== undefined) return printTest(setting, settings, isRuler);
    return misused(
      `there is no printer ${name}; the settings have ${settings.printers.map((one) => one.name).join(', ')}`,
    );
  });
};

async function printTest(setting: PrinterSetting, settings: KioskConfig, isRuler: boolean): Promise<CommandAnswer> {
  const printer = createPrinter(setting);
  const status = await printer.status();
  if (!status.isReady) {
    const then = status.troubles.map((trouble) => troubleInWords[trouble]).join(' ');
    return badNews(`${setting.name} is not ready. ${then}`, { ...printerFacts(setting, status) });
  }
  const bytes = await testBytes(setting, settings, isRuler);
  if (!bytes.ok) return badNews(bytes.problem);
  const odometerBefore = typeof status.odometer === 'number' ? status.odometer : null;
  const outcome = await printer.print(bytes.value, { token, odometerBefore, serial: status.serial ?? null });
  const facts = {
    printer: setting.name,
    outcome: outcome.kind,
    model: status.model ?? null,
    serial: status.serial ?? null,
  };
  switch (outcome.kind) {
    case 'printed':
      return good(`${setting.name} printed it, and proves it`, facts);
    case 'sent':
      return good(`${setting.name} took it; this connection cannot say more, so look at the paper`, facts);
    case 'not-printed':
      return badNews(`${setting.name} did not print it: nothing came out`, facts);
    default:
      return badNews(`${setting.name} may have printed it; look at the paper`, facts);
  }
}

async function testBytes(
  setting: PrinterSetting,
  { site }: KioskConfig,
  isRuler: boolean,
): Promise<Result<Uint8Array, string>> {
  const printedAt = localTime(systemClock.nowMs(), site.timeZone);
  if (setting.purpose === 'queue-ticket') {
    const content = {
      ticketNumber: 0,
      visitCode: 'TEST',
      siteName: site.name,
      waitAt: 'TEST',
      arrivedAt: printedAt,
      copy: 0,
    };
    return ok(encodeTicket(content, { token }));
  }
  const media = labelMediaOf(setting);
  const label = (isRuler ? rulerLabel : testLabel)({ printerName: setting.name, printedAt }, media);
  const encoded = encodeLabel(label, media, setting.language, token);
  if (!encoded.ok) return refuse('the test label cannot be drawn for this printer');
  const { bytes, drawn } = encoded.value;
  const proof = proofWhenNeeded();
  const proved = await proof.prove(bytes, { ...media, drawn, expectedBarcode: testLabelBarcode });
  await proof.close();
  return proved.ok ? ok(bytes) : refuse(failureInWords(setting.name, proved.problem, media));
}

function failureInWords(name: string, problem: ProofProblem, { adjustment }: LabelMedia): string {
  const { x, y } = adjustment?.offsetMm ?? { x: 0, y: 0 };
  if (problem !== 'too-near-the-edge' || (x === 0 && y === 0)) return 'the test label fails its proof on this stock';
  return `the offsetMm of ${name} (x ${x}, y ${y}) puts ink too near an edge of its labels, or off them: choose a smaller one, or move the guides of the stock`;
}
