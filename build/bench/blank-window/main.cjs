/** The floor of window-ready.ts and of the memory rows: Electron with one empty page, and nothing of ours. */
const { app, BrowserWindow } = require('electron');

app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1024, height: 768, show: false });
  window.once('ready-to-show', () => {
    window.show();
    console.log('blank window shown');
  });
  window.loadURL('data:text/html,<!doctype html><title>Blank</title><p>Blank</p>');
});
app.on('window-all-closed', () => app.quit());
