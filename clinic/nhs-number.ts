/**
 * NHS numbers: ten digits, the last a modulus 11 check digit (NHS Data Dictionary).
 *
 * A number that passes is well formed, not proof of identity: the check digit catches a mistyped
 * digit, never a mistaken patient.
 */
export type NhsNumber = string & { readonly brand: 'NhsNumber' };
export type NhsNumberProblem =
  | 'empty'
  | 'letters'
  | 'too-short'
  | 'too-long'
  | 'national-insurance-number'
  | 'wrong-check-digit';
