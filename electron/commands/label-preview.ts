/** `label-preview SPECIMEN | --sample [--out FILE.png]`: a label as it would be printed now, rendered from its bytes and proved. */
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import { type Result, refuse } from '../../clinic/result.ts';
import type { PaperRefusal } from '../../clinic/staff-task.ts';
import type { Store } from '../../offline-store/store.ts';
import type { LabelMedia } from '../../printing/label.ts';
import { createLabelProof } from '../../printing/label-proof.ts';
import { encodeZpl } from '../../printing/languages/zpl.ts';
import type { ComposedPaper } from '../../printing/print-worker.ts';
import { specimenLabel } from '../../printing/specimen-label.ts';
import { systemClock } from '../clock.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import { composePaper } from '../paper-composer.ts';
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

export const labelPreviewCommand: Command = async (input) => {
  const [identifier] = input.words;
  const { out } = input.options;
  if (input.options.sample === true) {
    return withSettings(input, async (settings) => preview(exampleLabel(mediaOf(settings)), mediaOf(settings), out));
  }
  if (identifier === undefined) return misused('usage: label-preview SPECIMEN | --sample [--out FILE.png]');
  return withStore(input, async (store, settings) => {
    const media = mediaOf(settings);
    const { site } = settings;
    const clinicDay = clinicDayOf(systemClock.nowMs(), site.timeZone);
    const paperId = labelOf(identifier, store, clinicDay);
    if (paperId === undefined) return badNews(`no label with the specimen number ${identifier} is in the ledger`);
    return preview(composePaper(paperId, null, { store, site, media, clinicDay }), media, out);
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

function mediaOf(settings: KioskConfig): LabelMedia {
  const printer = settings.printers.find((one) => one.language === 'zpl');
  return printer?.language === 'zpl'
    ? { size: printer.label, dotsPerMm: printer.dotsPerMm }
    : { size: { widthMm: 50, heightMm: 25 }, dotsPerMm: 8 };
}

async function preview(
  composed: Result<ComposedPaper, PaperRefusal>,
  media: LabelMedia,
  out = 'label.png',
): Promise<CommandAnswer> {
  if (!composed.ok) return badNews(`this label cannot be made: ${composed.problem}`, { problem: composed.problem });
  const { bytes, expectedBarcode, expectedTexts } = composed.value;
  const proof = createLabelProof();
  const proved = await proof.prove(bytes, { ...media, expectedBarcode, expectedTexts });
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
function exampleLabel(media: LabelMedia): Result<ComposedPaper, PaperRefusal> {
  const identifier = 'R10042E';
  const label = specimenLabel(
    {
      familyName: 'Quillfeather',
      givenNames: 'Marigold',
      dateOfBirth: '1958-03-14',
      nhsNumber: exampleNhsNumber,
      tube: 'SST',
      discipline: 'biochemistry',
      handling: ['own-tube'],
      number: 1,
      count: 3,
      visitCode: 'K7',
      identifier,
      copy: 0,
    },
    media,
  );
  if (!label.ok) return refuse(label.problem);
  return {
    ok: true,
    value: {
      bytes: encodeZpl(label.value, { dotsPerMm: media.dotsPerMm }),
      expectedBarcode: identifier,
      expectedTexts: [identifier],
    },
  };
}

/** Of the test range, never issued. */
const exampleNhsNumber = '9990000018';
