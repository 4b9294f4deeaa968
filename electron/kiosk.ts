/** `npm run kiosk -- COMMAND`: the command line as a program of its own, under plain Node. */
import { runCommandLine, sayAnswer } from './command-line.ts';
import { keepMemoryOutOfDumps } from './memory-dumps.ts';

keepMemoryOutOfDumps([process.pid]);
const answer = await runCommandLine(process.argv.slice(2));
sayAnswer(answer);
process.exit(answer.exit);
