/**
 * Serves a contract to one window: checks who asks, parses what was sent, answers with plain data.
 *
 * A message from any other frame, or of another shape, is refused without saying why (Electron security checklist, 17).
 */
import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import type { z } from 'zod';
import { type Log, placeOf } from '../log.ts';

type Methods<Api> = { readonly [Name in keyof Api]: (input: never) => Promise<unknown> };
type Inputs<Api extends Methods<Api>> = { readonly [Name in keyof Api]: z.ZodType<Parameters<Api[Name]>[0]> };

/** @param channel the prefix by which the preload of this window asks, for example `patient`. */
export function serveContract<Api extends Methods<Api>>(
  channel: string,
  inputs: Inputs<Api>,
  api: Api,
  window: { contents: WebContents; url: string },
  log: Log,
): () => void {
  // The keys of an object literal that the compiler checked against the contract.
  const names = Object.keys(inputs) as (keyof Api & string)[];
  for (const name of names) {
    ipcMain.handle(`${channel}:${name}`, async (event: IpcMainInvokeEvent, sent: unknown) => {
      if (!isOurs(event, window)) throw new Error('refused');
      const input = inputs[name].safeParse(sent);
      if (!input.success) throw new Error('refused');
      try {
        // The schema of this very method parsed it.
        return await api[name](input.data as never);
      } catch (error) {
        log.event('not-handled', { where: `${channel}:${name}`, ...placeOf(error) });
        throw new Error('not possible now');
      }
    });
  }
  return () => {
    for (const name of names) ipcMain.removeHandler(`${channel}:${name}`);
  };
}

function isOurs(event: IpcMainInvokeEvent, window: { contents: WebContents; url: string }): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === window.contents.mainFrame && frame.url === window.url;
}
