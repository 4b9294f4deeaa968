/** Loaded before the app: tells it to end in the turn after the one in which its run is noted, and its ledger opened. */
const fs = require('node:fs');
const { app } = require('electron');

const { renameSync } = fs;
fs.renameSync = (from, to) => {
  renameSync(from, to);
  if (!to.endsWith('unfinished-runs')) return;
  fs.renameSync = renameSync;
  setImmediate(() => app.quit());
};
