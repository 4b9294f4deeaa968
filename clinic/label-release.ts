/**
 * When the label of a tube may be released: a rule of the clinic, except for transfusion.
 *
 * Transfusion specimens are never labelled away from the patient, whatever the settings say (S7). A test counts as one by any
 * sign: the tube, the catalogue, the site's list, or the words of the order, because a mis-coded group and save kills. What
 * is held back without need costs a label written by hand.
 */
import { type ClinicRules, type LabelRelease, labelReleases } from './clinic-rules.ts';
import type { CatalogueTest } from './test-catalogue.ts';
import type { TestCode } from './test-request.ts';
import type { TubeClass } from './tube.ts';

/** A test as far as its label's release depends on it. */
export interface TestToLabel {
  /** Catalogue id, or the order's own code. */
  readonly name: string;
  readonly codes: readonly TestCode[];
  /** Null when no table maps it. */
  readonly catalogue: CatalogueTest | null;
}

/** Codes and words, each compared with every code and display text of an order. */
const transfusionWords: readonly RegExp[] = [
  /\bgroup\s*(and|&|\+|\/)?\s*(save|screen|hold|antibod)/i,
  /\b(type|typed)\s*(and|&|\+|\/)\s*(save|screen|hold)/i,
  /\b(blood|antenatal|ante-natal|abo|rh|rhd|rhesus)\s*(d\s*)?(and\s*\w+\s*)?(group|typing|type)/i,
  /\bgroup(ing)?\b.*\b(antenatal|ante-natal|abo|rhesus|blood)\b/i,
  /\b(g|t)\s*(&|\+|and)\s*(s|h)\b/i,
  /\bcross[\s-]*match/i,
  /\bx-?match/i,
  /\bxm\b/i,
  /\bdat\b/i,
  /\bcoombs/i,
  /anti-?\s*(human\s+)?globulin/i,
  /\bkleihauer/i,
  /\bf(o?)eto-?\s*maternal\b|\bfmh\b/i,
  /\b(red (blood )?cell|rbc|atypical|irregular|maternal) antibod/i,
  /^\s*antibody screen(ing)?\s*$/i,
  /\bcompatibility test/i,
  /\btransfusion\b/i,
];

/** Short local codes that mean nothing else in the orders of a blood-test clinic; compared whole. */
const transfusionCodes: readonly string[] = ['GS', 'GAS', 'GSAV', 'GRPS', 'GXM', 'DCT', 'ABORH', 'ANGRP'];

export function isTransfusion(test: TestToLabel, rules: Pick<ClinicRules, 'transfusionCodes'>): boolean {
  return isTransfusionRow(test.catalogue) || test.codes.some((coding) => isTransfusionCoding(coding, rules));
}

function isTransfusionRow(row: CatalogueTest | null): boolean {
  if (row === null) return false;
  if (row.tube === 'XM' || row.collectionSite === 'transfusion-rules') return true;
  return [row.discipline, row.name, row.id].some(saysTransfusion);
}

function isTransfusionCoding({ code, display }: TestCode, rules: Pick<ClinicRules, 'transfusionCodes'>): boolean {
  if (transfusionCodes.includes(code.toUpperCase()) || rules.transfusionCodes.includes(code)) return true;
  return saysTransfusion(code) || (display !== null && saysTransfusion(display));
}

function saysTransfusion(text: string): boolean {
  // Codes join words by what does not separate words: GROUP_SAVE, group-save.
  const words = text.replaceAll(/[_-]+/g, ' ');
  return transfusionWords.some((pattern) => pattern.test(text) || pattern.test(words));
}

/** The strictest of all its tests; a tube with anything of transfusion in it is never released here. */
export function releaseOf(
  tube: { readonly tube: TubeClass; readonly tests: readonly TestToLabel[] },
  rules: Pick<ClinicRules, 'labelRelease' | 'transfusionCodes'>,
): LabelRelease {
  if (isTransfusionTube(tube, rules)) return 'never-here';
  return tube.tests.map((test) => settingFor(test, rules.labelRelease)).reduce(stricter, 'at-check-in');
}

export function isTransfusionTube(
  tube: { readonly tube: TubeClass; readonly tests: readonly TestToLabel[] },
  rules: Pick<ClinicRules, 'transfusionCodes'>,
): boolean {
  return tube.tube === 'XM' || tube.tests.some((test) => isTransfusion(test, rules));
}

/** What is set for the test itself, else for its discipline, else the usual. */
function settingFor(test: TestToLabel, settings: ClinicRules['labelRelease']): LabelRelease {
  const own = [test.name, ...test.codes.map(({ code }) => code)].flatMap((name) => settingAt(settings.tests, name));
  if (own.length > 0) return own.reduce(stricter);
  const [ofDiscipline] = test.catalogue === null ? [] : settingAt(settings.disciplines, test.catalogue.discipline);
  return ofDiscipline ?? settings.usually;
}

function settingAt(settings: Readonly<Record<string, LabelRelease>>, name: string): readonly LabelRelease[] {
  const setting = Object.hasOwn(settings, name) ? settings[name] : undefined;
  return setting === undefined ? [] : [setting];
}

function stricter(one: LabelRelease, other: LabelRelease): LabelRelease {
  return labelReleases.indexOf(one) > labelReleases.indexOf(other) ? one : other;
}
