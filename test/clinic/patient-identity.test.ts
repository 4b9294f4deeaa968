import { describe, expect, test } from 'vitest';
import type { Patient } from '../../clinic/booking.ts';
import {
  areSimilarPeople,
  datesAgree,
  possiblePatients,
  samePatient,
  similarPeople,
} from '../../clinic/patient-identity.ts';
import { booking, nhsNumber, patient } from './examples.ts';

test('a date of birth that upstream does not have agrees with nothing', () => {
  expect([
    datesAgree(null, '1980-01-18'),
    datesAgree('1980-01-18', '1980-01-18'),
    datesAgree('1980-01-18', '1980-08-11'),
  ]).toEqual([false, true, false]);
});

describe('S1: who may be one person', () => {
  test.each<[string, Partial<Patient>, boolean]>([
    ['the same record', {}, true],
    ['a second record, everything the same', { id: 'p2' }, true],
    ['a second record, an accent more', { id: 'p2', name: { family: 'Quillféather', given: 'Jonathan' } }, true],
    ['a second record, another number', { id: 'p2', nhsNumber: nhsNumber('9990000026') }, false],
    ['a second record, without number', { id: 'p2', nhsNumber: null }, false],
    ['a second record, another date of birth', { id: 'p2', dateOfBirth: '1980-01-19' }, false],
    ['twins who were given one number', { id: 'p2', name: { family: 'Quillfeather', given: 'Josephine' } }, false],
  ])('S1: %s: %s', (_name, given, same) => {
    expect(samePatient(patient(), patient(given))).toBe(same);
    expect(possiblePatients([booking(), booking({ id: 'b2', patient: patient(given) })])).toHaveLength(same ? 1 : 2);
  });

  test('S1: two people who both have no NHS number are two people', () => {
    expect(samePatient(patient({ nhsNumber: null }), patient({ id: 'p2', nhsNumber: null }))).toBe(false);
  });
});

const person = (id: string, family: string, given: string, dateOfBirth: string, number = '9990000018') =>
  patient({ id, name: { family, given }, dateOfBirth, nhsNumber: nhsNumber(number) });
const jane = person('jane', 'Quillfeather', 'Jane', '1980-01-18');

describe('who could be taken for another today', () => {
  test.each([
    ['the same family name and initial', person('x', 'Quillfeather', 'Joan', '1955-05-05', '9994306499'), true],
    ['two letters swapped', person('x', 'Quillfaether', 'Jane', '1955-05-05', '9994306499'), true],
    ['one letter more', person('x', 'Quillfeathers', 'Jane', '1955-05-05', '9994306499'), true],
    ['one letter other', person('x', 'Quillfeatner', 'Jane', '1955-05-05', '9994306499'), true],
    [
      'a married name with the old one in it',
      person('x', 'Quillfeather-Oddsock', 'Jane', '1955-05-05', '9994306499'),
      true,
    ],
    ['names in the wrong fields', person('x', 'Jane', 'Quillfeather', '1955-05-05', '9994306499'), true],
    ['the same date of birth, nothing else', person('x', 'Oddsock', 'Bartholomew', '1980-01-18', '9994306499'), true],
    [
      'a number two digits apart, the same initial',
      person('x', 'Quern', 'Bartholomew', '1955-05-05', '9991800018'),
      true,
    ],
    [
      'a number two digits apart, another name altogether',
      person('x', 'Oddsock', 'Bart', '1955-05-05', '9991800018'),
      false,
    ],
    ['the same family name, another initial', person('x', 'Quillfeather', 'Bart', '1955-05-05', '9994306499'), false],
    ['nothing alike', person('x', 'Oddsock', 'Bartholomew', '1955-05-05', '9994306499'), false],
  ])('%s: %s', (_name, other, isSimilar) => {
    expect([...similarPeople([jane, other])]).toEqual(isSimilar ? ['jane', 'x'] : []);
    expect([areSimilarPeople(jane, other), areSimilarPeople(other, jane)]).toEqual([isSimilar, isSimilar]);
  });

  test('a patient with two bookings is not like themself', () => {
    expect(similarPeople([jane, { ...jane }]).size).toBe(0);
    expect(areSimilarPeople(jane, { ...jane })).toBe(false);
  });
});
