import { expect, test } from 'vitest';
import {
  ConnectionSetting,
  connectionOf,
  EightBitConnectionSetting,
} from '../../../printing/connections/connection-settings.ts';

const problemsOf = (input: unknown) =>
  ConnectionSetting.safeParse(input).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

const network = { kind: 'network', host: '10.20.30.40', port: 9100 };
const serial = { kind: 'serial', path: '/dev/ttyUSB0' };

test('a serial port needs only its path: the rest is what most label printers leave the factory with', () => {
  expect(ConnectionSetting.parse(serial)).toEqual({
    ...serial,
    baudRate: 9600,
    dataBits: 8,
    parity: 'none',
    flowControl: 'xon-xoff',
  });
});

test.each([
  [{ ...network, port: 0 }, 'port: expected a port, 1 to 65535; as a rule 9100'],
  [{ ...network, host: '' }, "host: expected the printer's host name or address"],
  [
    { ...network, singleConnection: 'yes' },
    'singleConnection: expected true when the port takes one host at a time, else false',
  ],
  [{ kind: 'serial' }, "path: expected the serial port's path, for example /dev/ttyUSB0 or COM3"],
  [
    { ...serial, baudRate: 9601 },
    "baudRate: expected the printer's baud rate, one of 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200",
  ],
  [{ ...serial, dataBits: 9 }, 'dataBits: expected 7 or 8 data bits'],
  [{ ...serial, parity: 'mark' }, 'parity: expected the parity "none", "even" or "odd"'],
  [{ ...serial, flowControl: 'dtr' }, 'flowControl: expected the flow control "xon-xoff", "rts-cts" or "none"'],
  [{ kind: 'usb', path: 'lp0' }, "path: expected the path of the printer's device, for example /dev/usb/lp0"],
  [{ kind: 'usb' }, "path: expected the path of the printer's device, for example /dev/usb/lp0"],
  [{ kind: 'cups' }, 'queue: expected the name of a queue, as lpstat -p lists it'],
  [{ kind: 'cups', queue: '-labels' }, 'queue: expected the name of a queue, as lpstat -p lists it'],
  [{ kind: 'cups', queue: 'my labels' }, 'queue: expected the name of a queue, as lpstat -p lists it'],
  [
    { kind: 'cups', queue: 'labels', server: '-U root' },
    'server: expected the print server: a host, a host and port, or the path of a socket',
  ],
  [
    { kind: 'windows-spooler', queue: 'Labels 1' },
    'kind: only Windows has the spooler of Windows; elsewhere, "cups" does the same',
  ],
  [{ kind: 'folder', folder: '' }, 'folder: expected the path of a folder'],
])('a wrong setting is refused by its path, in words: %j', (wrong, problem) => {
  expect(problemsOf(wrong)).toEqual([problem]);
});

test('seven bits carry ZPL, which is ASCII, and would garble everything else', () => {
  const sevenBits = { ...serial, dataBits: 7, parity: 'even' };
  expect(problemsOf(sevenBits)).toBeUndefined();
  expect(EightBitConnectionSetting.safeParse(sevenBits).error?.issues).toMatchObject([
    { path: ['dataBits'], message: 'a printer that speaks esc-pos needs 8 data bits' },
  ]);
  expect(EightBitConnectionSetting.safeParse(serial).success).toBe(true);
});

test('a kind that there is not is answered with the kinds that there are', () => {
  const [problem = ''] = problemsOf({ kind: 'pigeon' }) ?? [];
  for (const kind of ['network', 'serial', 'usb', 'cups', 'windows-spooler', 'folder'])
    expect(problem).toContain(`"${kind}" (with `);
});

test.each([
  [network, false],
  [{ ...network, port: 9300 }, false],
  [serial, false],
  [{ kind: 'usb', path: '/dev/usb/lp0' }, false],
  [{ kind: 'cups', queue: 'labels', server: 'print.example.invalid:631' }, true],
  [{ kind: 'folder', folder: 'labels' }, true],
])('only what carries answers back can show that something was printed: %j', (setting, isOneWay) => {
  const connection = connectionOf({ language: 'zpl', connection: ConnectionSetting.parse(setting) });
  expect(connection.isOneWay).toBe(isOneWay);
});
