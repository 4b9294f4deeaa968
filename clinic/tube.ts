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
