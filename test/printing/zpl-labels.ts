/**
 * One of every kind of label that a ZPL printer is sent, of people whom nobody has, for golden pictures and sizes.
 */

import type { Proof } from '../../printing/label-proof.ts';
import { headerLabel } from '../../printing/labels/header-label.ts';
import type { HeaderLabelContent, Label, LabelMedia, SpecimenLabelContent } from '../../printing/labels/label.ts';
import { rulerLabel } from '../../printing/labels/ruler-label.ts';
import { specimenExpectations } from '../../printing/labels/specimen-expectations.ts';
import { testLabel, testLabelBarcode } from '../../printing/labels/test-label.ts';
import { encodeZpl } from '../../printing/languages/zpl.ts';
import { specimenContent, specimenLabelOf } from './labels-for-tests.ts';

export interface LabelToSend {
  readonly bytes: Uint8Array;
  readonly proof: Proof;
}

const quillfeather = { familyName: 'Quillfeather', givenNames: 'Marigold' };
const longName = { familyName: 'Thistlewaite-Featherstonehaugh', givenNames: 'Marigold Persephone Clementine' };
const flags = { handling: ['own-tube', 'ice', 'protect-from-light'], tube: 'TE-EDTA', number: 11, count: 12 };

const specimens: Readonly<Record<string, Partial<SpecimenLabelContent>>> = {
  ordinary: quillfeather,
  'long-name': longName,
  'long-name-cut': {
    familyName: 'Thistlewaite-Featherstonehaugh-Larchgarthe',
    givenNames: 'Marigold Persephone Clementine Araminta',
  },
  'no-nhs-number': { ...quillfeather, nhsNumber: null },
  'handling-flags': { ...quillfeather, ...flags },
  'long-name-and-flags': { ...longName, ...flags },
  'own-tube': { ...quillfeather, handling: ['own-tube'] },
  'reprint-2': { ...quillfeather, copy: 2 },
  'latin-beyond-the-printer': { familyName: 'Kuğuoğlu', givenNames: 'Ğülizar' },
  greek: { familyName: 'Φτερόπουλος', givenNames: 'Ελένη' },
  arabic: { familyName: 'الريشاني', givenNames: 'مريم' },
  'arabic-long': { familyName: 'عبد الريشان الطويل جدا', givenNames: 'مريم نور الصباح', handling: ['own-tube', 'ice'] },
  persian: { familyName: 'پر‌نویس', givenNames: 'گل‌نسا' },
  bengali: { familyName: 'পালকচন্দ্র', givenNames: 'মৌরিফুল' },
  'bengali-long': { familyName: 'পালকচন্দ্র-চক্রবর্ত্তীনী', givenNames: 'মৌরিফুল কৃষ্ণকলি', copy: 2 },
  gurmukhi: { familyName: 'ਖੰਭਵਾਲਾ', givenNames: 'ਗੁਲਪ੍ਰੀਤ' },
  gujarati: { familyName: 'પીંછાવાલા', givenNames: 'દ્રષ્ટિ' },
  tamil: { familyName: 'மயிலிறகன்', givenNames: 'பூஞ்செல்வி' },
  'tamil-long': { familyName: 'மயிலிறகுப்பெருந்தச்சன்', givenNames: 'பூஞ்செல்வி தேன்மொழி', ...flags },
  chinese: { familyName: '翠羽', givenNames: '小鹃' },
  'mixed-bengali': { familyName: 'Quillfeather', givenNames: 'মৌরিফুল' },
  'mixed-bengali-long': { familyName: 'Thistlewaite-Featherstonehaugh', givenNames: 'মৌরিফুল কৃষ্ণকলি' },
  'mixed-arabic': { familyName: 'الريشاني', givenNames: 'Marigold' },
};

const header: HeaderLabelContent = {
  ticketNumber: 7,
  visitCode: 'K7',
  labelCount: 3,
  tubesByHand: 0,
  problems: 0,
  copy: 0,
};
const headers: Readonly<Record<string, HeaderLabelContent>> = {
  header,
  'header-by-hand': {
    ...header,
    ticketNumber: 128,
    visitCode: 'W4',
    labelCount: 1,
    tubesByHand: 2,
    problems: 1,
    copy: 3,
  },
  'header-rest': { ...header, rest: { numbers: [2, 3], elsewhere: [] } },
  'header-rest-elsewhere': { ...header, rest: { numbers: [3], elsewhere: [{ numbers: [1, 2], printer: 'LABELS-1' }] } },
};

const testContent = { printerName: 'LABELS-1', printedAt: '21 Nov 14:05' };

export const labelsToSend: ReadonlyMap<string, (media: LabelMedia) => LabelToSend> = new Map([
  ...Object.entries(specimens).map(([name, differences]) => [name, specimenOf(differences)] as const),
  ...Object.entries(headers).map(([name, content]) => [name, headerOf(content)] as const),
  ['test', (media: LabelMedia) => sent(testLabel(testContent, media), { ...media, expectedBarcode: testLabelBarcode })],
  [
    'ruler',
    (media: LabelMedia) => sent(rulerLabel(testContent, media), { ...media, expectedBarcode: testLabelBarcode }),
  ],
]);

function specimenOf(differences: Partial<SpecimenLabelContent>) {
  return (media: LabelMedia): LabelToSend => {
    const content = specimenContent(differences);
    const label = specimenLabelOf(content, media);
    return sent(label, { ...media, ...specimenExpectations(content, label) });
  };
}

function headerOf(content: HeaderLabelContent) {
  return (media: LabelMedia): LabelToSend => {
    const expectedTexts = [String(content.ticketNumber), content.visitCode];
    return sent(headerLabel(content, media), { ...media, expectedBarcode: null, expectedTexts });
  };
}

function sent(label: Label, proof: Proof): LabelToSend {
  const { dotsPerMm, adjustment = {} } = proof;
  return { bytes: encodeZpl(label, { dotsPerMm, adjustment, echoToken: 'k3Xz' }), proof };
}
