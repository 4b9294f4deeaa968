/**
 * Tube classes: what is in the tube, never its colour, because colours differ between manufacturers.
 *
 * Position in the order of draw after CLSI GP41 as UK trusts reproduce it; a site may override every row.
 * Not signed off by any laboratory: a site must confirm.
 */
export const tubeClasses = [
  'BC',
  'CIT',
  'ESR',
  'SER',
  'SST',
  'HEP',
  'PST',
  'NAHEP',
  'QFT',
  'EDTA',
  'XM',
  'PPT',
  'FLU',
  'TE-EDTA',
  'TE-SER',
  'CYTO',
  'SPECIAL',
] as const;
export type TubeClass = (typeof tubeClasses)[number];

export interface Tube {
  /** As staff say it in a sentence: `Label the trace element EDTA tube by hand`. */
  readonly name: string;
  /** Lower is drawn first; classes with the same position keep the order of `tubeClasses`. */
  readonly drawPosition: number;
  /** What the label prints: plain, short, the same for every manufacturer. */
  readonly labelCode: string;
  /** Tubes that are drawn and labelled together as one set. */
  readonly tubesInSet: number;
}

const tube = (drawPosition: number, labelCode: string, name: string, tubesInSet = 1): Tube => ({
  drawPosition,
  labelCode,
  name,
  tubesInSet,
});

export const tubes: { readonly [Class in TubeClass]: Tube } = {
  BC: tube(1, 'BC', 'blood culture'),
  CIT: tube(2, 'CIT', 'citrate'),
  ESR: tube(3, 'ESR', 'ESR citrate'),
  SER: tube(4, 'SERUM', 'serum without gel'),
  SST: tube(5, 'SST', 'serum gel'),
  HEP: tube(6, 'HEP', 'lithium heparin'),
  PST: tube(6, 'PST', 'lithium heparin gel'),
  NAHEP: tube(6, 'NA HEP', 'sodium heparin'),
  QFT: tube(6, 'QFT', 'QuantiFERON', 4),
  EDTA: tube(7, 'EDTA', 'EDTA'),
  XM: tube(8, 'XM', 'EDTA for transfusion'),
  PPT: tube(8, 'PPT', 'EDTA gel'),
  FLU: tube(9, 'FLUOR', 'fluoride'),
  'TE-EDTA': tube(10, 'TE EDTA', 'trace element EDTA'),
  'TE-SER': tube(10, 'TE SER', 'trace element serum'),
  CYTO: tube(11, 'CYTO', 'cell-stabilising'),
  SPECIAL: tube(99, 'SPECIAL', 'special kit'),
};
