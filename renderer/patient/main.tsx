/** The patient page: waits for the first view, shows it, and starts afresh if the page itself ever breaks. */
import './patient.scss';
import { createRoot } from 'react-dom/client';
import { assert } from '../../clinic/assert.ts';
import type { PatientBridge } from '../../electron/patient-api.ts';
import { lockDown } from '../window/lock-down.ts';
import { startAfresh } from '../window/start-afresh.tsx';
import { useView } from '../window/use-view.ts';
import { OutOfService } from './out-of-service.tsx';
import { PatientApp } from './patient-app.tsx';

declare global {
  interface Window {
    readonly patientKiosk: PatientBridge;
  }
}

function Kiosk({ bridge }: { readonly bridge: PatientBridge }) {
  const { view, act } = useView(bridge);
  return view === null ? null : <PatientApp view={view} act={act} />;
}

const root = document.getElementById('root');
assert(root, 'the page has a place for the kiosk');
lockDown(window);
createRoot(root, { onUncaughtError: startAfresh(root, <OutOfService problems={[]} />) }).render(
  <Kiosk bridge={window.patientKiosk} />,
);
