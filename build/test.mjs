/**
 * npm test: everything that a change must pass, from a fresh clone. Ends in one line,
 * `N passed, N failed, N skipped`, and exits 0 only if all is green.
 */
import { closingLine, electronTests, fastChecks } from './checks.mjs';
import { untilTheDayIsLongEnough } from './day-end.mjs';
import { prepare } from './launch.mjs';
import { setup } from './setup.mjs';

await setup();
await untilTheDayIsLongEnough();
const tallies = await fastChecks();
try {
  const { env, stop } = await prepare();
  await untilTheDayIsLongEnough();
  tallies.push(await electronTests(env));
  stop();
} catch (error) {
  console.error(`the app cannot be built: ${error.message}`);
  tallies.push({ passed: 0, failed: 1, skipped: 0 });
}
console.log(closingLine(tallies));
process.exit(tallies.some(({ failed }) => failed > 0) ? 1 : 0);
