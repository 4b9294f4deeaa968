/** Which of the app's arguments are a command, and which settings it names. */
import { expect, test } from 'vitest';
import { commandOf, settingsNamedIn } from '../../electron/command-in-app.ts';

test.each([
  [
    ['kiosk', '--no-sandbox', '--command', 'doctor', '--json'],
    ['doctor', '--json'],
  ],
  [['kiosk', '--command'], []],
  [['kiosk', '--config', 'kiosk.json'], null],
])('%j has the command %j', (args, command) => {
  expect(commandOf(args)).toEqual(command);
});

test.each([
  [['doctor', '--config', '/etc/kiosk.json'], '/etc/kiosk.json'],
  [['doctor', '--config=/etc/kiosk.json'], '/etc/kiosk.json'],
  [['doctor', '--config=/sites/bay=2/kiosk.json'], '/sites/bay=2/kiosk.json'],
  [['doctor', '--config'], undefined],
  [['doctor'], undefined],
])('%j names the settings %j', (args, file) => {
  expect(settingsNamedIn(args)).toBe(file);
});
