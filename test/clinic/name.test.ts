import { expect, test } from 'vitest';
import { formatName } from '../../clinic/name.ts';

test.each([
  ['Smith', 'Jonathan', 'SMITH, Jonathan'],
  ['O’Quill-Oddsock', 'Mary Ann', 'O’QUILL-ODDSOCK, Mary Ann'],
  ['Ångström', 'Zoë', 'ÅNGSTRÖM, Zoë'],
  ['', 'Suharno', 'SUHARNO'],
  ['Suharno', '', 'SUHARNO'],
  [' Smith ', ' Jonathan ', 'SMITH, Jonathan'],
  ['محمد', 'علي', 'محمد, علي'],
  ['', '', ''],
])('family %j and given %j are shown as %j', (family, given, shown) => {
  expect(formatName({ family, given })).toBe(shown);
});
