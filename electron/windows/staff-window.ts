/** The staff's window: behind a sign-in, with a preload and a handler that the patient's window cannot reach. */
import type { BrowserWindow, Session } from 'electron';
import type { Log } from '../log.ts';
import { type StaffApi, type StaffBridge, type StaffView, staffApiInputs } from '../staff-api.ts';
import { serveContract } from './ipc.ts';
import { openLockedWindow, pageUrl } from './locked-window.ts';
import { numberedViews } from './numbered-views.ts';

export interface StaffWindowSource extends StaffApi {
  onView(listener: (view: StaffView) => void): () => void;
}

export function openStaffWindow(
  source: StaffWindowSource,
  { session, log }: { session: Session; log: Log },
): BrowserWindow {
  const title = 'Blood test clinic: staff';
  const window = openLockedWindow({ name: 'staff', title, width: 1280, height: 960, fullScreen: false, session, log });
  const { webContents } = window;
  const frame = { contents: webContents, url: pageUrl('staff') };
  const { onView, ...views } = numberedViews(source);
  const api: Omit<StaffBridge, 'onView'> = { ...views, picture: source.picture };
  const stopServing = serveContract<Omit<StaffBridge, 'onView'>>('staff', staffApiInputs, api, frame, log);
  const stopPushing = onView((view) => webContents.send('staff:pushed', view));
  window.once('closed', () => {
    stopServing();
    stopPushing();
  });
  void window.loadURL(frame.url);
  return window;
}
