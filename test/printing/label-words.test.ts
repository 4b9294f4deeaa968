import { expect, test } from 'vitest';
import { handlingInWords } from '../../printing/labels/label-words.ts';

test('handling is said in the few words that a tube has room for', () => {
  expect(handlingInWords(['own-tube', 'ice', 'RED BAG', 'constructor'])).toBe('OWN TUBE  ICE  RED BAG  constructor');
});
