/**
 * npm run check [-- VITEST ARGUMENTS]: the fast part, for after every change. Types, lint, and the tests that start no
 * process of their own; needs no Electron and no system package. What it leaves out, `npm test` runs.
 */
import { closingLine, fastChecks } from './checks.mjs';

const args = process.argv.slice(2);
const tallies = await fastChecks(args.length > 0 ? args : ['--project=rules', '--project=screens']);
console.log(closingLine(tallies));
process.exit(tallies.some(({ failed }) => failed > 0) ? 1 : 0);
