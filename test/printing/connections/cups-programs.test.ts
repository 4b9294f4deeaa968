/** The programs of CUPS as they are not there, or do not end: what a look leaves behind is left behind 86,400 times a day. */
import { getEventListeners } from 'node:events';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { cupsConnection } from '../../../printing/connections/cups.ts';

afterEach(() => vi.unstubAllEnvs());

/** What stands there instead of `lpstat` and `lpoptions`. */
function programsThat(script: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'cups-programs-'));
  for (const name of ['lpstat', 'lpoptions']) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o700);
  }
  vi.stubEnv('PATH', folder);
}

test.each([
  ['are not there', () => vi.stubEnv('PATH', '/nowhere')],
  ['fail', () => programsThat('exit 1')],
  ['say nothing', () => programsThat('exit 0')],
])('programs that %s: the queue cannot be reached, and nothing listens on behind a look', async (_, become) => {
  become();
  const stopping = new AbortController();
  const connection = cupsConnection({ queue: 'labels' });
  for (let looks = 0; looks < 3; looks += 1) {
    expect(await connection.open(stopping.signal)).toEqual({ ok: false, problem: 'unreachable' });
  }
  expect(getEventListeners(stopping.signal, 'abort')).toEqual([]);
});

test('a look whose programs do not end ends with the kiosk, and they with it', async () => {
  programsThat('while :; do :; done');
  const stopping = new AbortController();
  const opening = cupsConnection({ queue: 'labels' }).open(stopping.signal);
  stopping.abort();
  expect(await opening).toEqual({ ok: false, problem: 'unreachable' });
});
