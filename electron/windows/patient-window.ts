/** The patient's window: public, one page, one contract. */
import type { BrowserWindow, Session } from 'electron';
import type { Log } from '../log.ts';
import { type PatientApi, type PatientBridge, type PatientView, patientApiInputs } from '../patient-api.ts';
import { serveContract } from './ipc.ts';
import { openLockedWindow, pageUrl } from './locked-window.ts';
import { numberedViews } from './numbered-views.ts';

/** What the window shows and asks: the check-in desk, or its stand-in while the kiosk is out of service. */
export interface PatientWindowSource extends PatientApi {
  onView(listener: (view: PatientView) => void): () => void;
}

export function openPatientWindow(
  source: PatientWindowSource,
  { fullScreen, session, log }: { fullScreen: boolean; session: Session; log: Log },
): BrowserWindow {
  const title = 'Blood test check-in';
  const window = openLockedWindow({ name: 'patient', title, width: 1080, height: 1000, fullScreen, session, log });
  const { webContents } = window;
  const frame = { contents: webContents, url: pageUrl('patient') };
  const { onView, ...api }: PatientBridge = numberedViews(source);
  const stopServing = serveContract<Omit<PatientBridge, 'onView'>>('patient', patientApiInputs, api, frame, log);
  const stopPushing = onView((view) => webContents.send('patient:pushed', view));
  window.once('closed', () => {
    stopServing();
    stopPushing();
  });
  void window.loadURL(frame.url);
  return window;
}
