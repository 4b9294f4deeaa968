/** npm run format [-- PATHS]: formats, sorts imports, and mends what the linter can mend by itself. */
import { runTool } from './tools.mjs';

const paths = process.argv.slice(2);
process.exit(await runTool('biome', ['check', '--write', ...(paths.length > 0 ? paths : ['.'])]));
