/** npm run e2e [-- PLAYWRIGHT ARGUMENTS]: the tests in a real Electron window, on a virtual display if need be. */
import { closingLine, electronTests } from './checks.mjs';
import { untilTheDayIsLongEnough } from './day-end.mjs';
import { prepare } from './launch.mjs';

const { env, stop } = await prepare();
await untilTheDayIsLongEnough();
const tally = await electronTests(env, process.argv.slice(2));
stop();
console.log(closingLine([tally]));
process.exit(tally.failed > 0 ? 1 : 0);
