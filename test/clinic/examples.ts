/** Bookings, patients and requests for the tests: each helper shows only what matters to the test that uses it. */
import { assert } from '../../clinic/assert.ts';
import type { Booking, Patient } from '../../clinic/booking.ts';
import { type NhsNumber, parseNhsNumber } from '../../clinic/nhs-number.ts';
import type { TestRequest } from '../../clinic/test-request.ts';

export function nhsNumber(text: string): NhsNumber {
  const parsed = parseNhsNumber(text);
  assert(parsed.ok, 'an example has a valid NHS number');
  return parsed.value;
}

/** The nth well-formed number of the 999 range, which is never issued. */
export function testNumber(n: number): NhsNumber {
  for (let digit = 0; digit <= 9; digit += 1) {
    const number = parseNhsNumber(`999${String(n).padStart(6, '0')}${digit}`);
    if (number.ok) return number.value;
  }
  return testNumber(n + 500_000);
}

export function patient(given: Partial<Patient> = {}): Patient {
  return {
    id: 'patient-1',
    name: { family: 'Quillfeather', given: 'Jonathan' },
    dateOfBirth: '1980-01-18',
    nhsNumber: nhsNumber('9990000018'),
    nhsNumberStatus: '01',
    ...given,
  };
}

export function booking(given: Partial<Booking> = {}): Booking {
  return {
    id: 'booking-1',
    version: '1',
    status: 'booked',
    siteId: 'site-1',
    startsAt: '2026-11-24T09:00:00Z',
    references: ['BK-1001'],
    patient: patient(),
    requests: [],
    ...given,
  };
}

/** A request for one test by its local code. */
export function request(code: string, given: Partial<TestRequest> = {}): TestRequest {
  return {
    id: `request-${code}`,
    status: 'active',
    requisition: 'T123456',
    orderNumbers: [],
    codes: [{ system: null, code, display: null }],
    specimens: [],
    ...given,
  };
}
