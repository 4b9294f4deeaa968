/** npm run check [-- VITEST ARGUMENTS]: types, lint and unit tests. Needs no Electron and no system package. */
import { closingLine, fastChecks } from './checks.mjs';

const tallies = await fastChecks(process.argv.slice(2));
console.log(closingLine(tallies));
process.exit(tallies.some(({ failed }) => failed > 0) ? 1 : 0);
