/** Whose a booking was before: whoever checked in with it then is in the waiting room (S1). */
import { expect, test } from 'vitest';
import type { Booking } from '../../clinic/booking.ts';
import { withEarlierPatients } from '../../clinic/earlier-patients.ts';
import { booking } from './examples.ts';

const { patient } = booking();
const of = (id: string): Booking => booking({ patient: { ...patient, id } });
const after = (...ids: readonly string[]): Booking | undefined =>
  ids.map(of).reduce<Booking | undefined>((before, listed) => withEarlierPatients(listed, before), undefined);

test.each([
  ['new on the list: nobody had it', ['ann'], undefined],
  ['listed again for the same person: nobody had it', ['ann', 'ann'], undefined],
  ['given to somebody else: who had it is remembered', ['ann', 'ben'], ['ann']],
  ['given away and listed again: who had it is remembered still', ['ann', 'ben', 'ben'], ['ann']],
  ['given away twice: the newest stands last', ['ann', 'ben', 'cat'], ['ann', 'ben']],
  ['given back: the one between is remembered', ['ann', 'ben', 'ann'], ['ben']],
  [
    'from hand to hand all day: the newest eight are remembered',
    ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'p9'],
    ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8'],
  ],
])('S1: a booking, %s', (_, ids, earlier) => {
  expect(after(...ids)?.earlierPatients?.map(({ id }) => id)).toEqual(earlier);
});
