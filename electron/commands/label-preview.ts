/** `label-preview SPECIMEN | --sample [--out FILE.png]`: a label as it would be printed now, rendered from its bytes and proved. */
import { assert } from '../../clinic/assert.ts';
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import type { Result } from '../../clinic/result.ts';
import type { PaperRefusal } from '../../clinic/staff-task.ts';
import type { Store } from '../../offline-store/store.ts';
import type { LabelMedia, SpecimenLabelContent } from '../../printing/labels/label.ts';
import { labelMediaOf } from '../../printing/labels/label-media.ts';
import type { ComposedPaper } from '../../printing/print-worker.ts';
import type { Printer } from '../../printing/printer.ts';
import { kindsOf, printersServing } from '../../printing/printer-service.ts';
import { specimenPaper } from '../../printing/specimen-paper.ts';
import { systemClock } from '../days/clock.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import { composePaper } from '../printers/paper-composer.ts';
import { proofWhenNeeded } from '../printers/proof-when-needed.ts';
import {
  badNews,
  type Command,
  type CommandAnswer,
  good,
  misused,
  withSettings,
  withStore,
  writeForOwner,
} from './command.ts';

const usage = 'usage: label-preview SPECIMEN | --sample [--out FILE.png]';

export const labelPreviewCommand: Command = async (input) => {
  const [identifier] = input.words;
  const { sample, out } = input.options;
  const isOne = (identifier === undefined) === (sample === true);
  if (!isOne || out?.endsWith('.png') === false) return misused(usage);
  if (identifier === undefined) {
    return withSettings(input, async (settings) => {
      const { media, language } = printedOn(settings);
      return preview(specimenPaper(exampleContent, media, language, null), media, out);
    });
  }
  return withStore(input, async (store, settings) => {
    const { media, language } = printedOn(settings);
    const { site } = settings;
    const clinicDay = clinicDayOf(systemClock.nowMs(), site.timeZone);
    const paperId = labelOf(identifier, store, clinicDay);
    if (paperId === undefined) return badNews(`no label of today has the specimen number ${identifier}`);
    return preview(composePaper(paperId, null, { store, site, media, language, clinicDay }), media, out);
  });
};

/** The newest label of a specimen of today. */
function labelOf(identifier: string, { ledger }: Store, clinicDay: string): string | undefined {
  const today = ledger.visits(clinicDay);
  const visit = today.find(({ specimens }) => specimens.some((specimen) => specimen.identifier === identifier));
  const specimen = visit?.specimens.find((one) => one.identifier === identifier);
  const labels = visit === undefined ? [] : ledger.papers(visit.bookingId);
  return labels.filter((paper) => paper.specimenId === specimen?.id).at(-1)?.id;
}

/** The first printer that prints specimen labels for this station. */
function printedOn({ printers, station }: KioskConfig): {
  readonly media: LabelMedia;
  readonly language: Printer['language'];
} {
  const printer = printersServing(printers, station)
    .filter((one) => one.purpose === 'specimen-label')
    .find((one) => kindsOf(one).includes('specimen-label'));
  assert(printer, 'settings without a printer for the labels of the station are refused');
  return { media: labelMediaOf(printer), language: printer.language };
}

async function preview(
  composed: Result<ComposedPaper, PaperRefusal>,
  media: LabelMedia,
  out = 'label.png',
): Promise<CommandAnswer> {
  if (!composed.ok) return badNews(`this label cannot be made: ${composed.problem}`, { problem: composed.problem });
  const { bytes, ...expected } = composed.value;
  const { expectedBarcode } = expected;
  const proof = proofWhenNeeded();
  const proved = await proof.prove(bytes, { ...media, ...expected });
  await proof.close();
  if (!proved.ok) return badNews('this label fails its proof and would not be printed', { problem: proved.problem });
  writeForOwner(out, proved.value.png);
  return good(`${out}: proved, ${bytes.length} bytes, barcode ${expectedBarcode ?? 'none'}`, {
    out,
    bytes: bytes.length,
    expectedBarcode,
  });
}

/** Nobody's label, with every part of a real one. */
const exampleContent: SpecimenLabelContent = {
  familyName: 'Quillfeather',
  givenNames: 'Marigold',
  dateOfBirth: '1958-03-14',
  // Of the test range, never issued.
  nhsNumber: '9990000018',
  tube: 'SST',
  discipline: 'biochemistry',
  handling: ['own-tube'],
  number: 1,
  count: 3,
  visitCode: 'K7',
  identifier: 'R10042E',
  copy: 0,
};
