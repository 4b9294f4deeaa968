/** The staff page: waits for the first view, shows it, and starts afresh if the page itself ever breaks. */
import './staff.scss';
import { createRoot } from 'react-dom/client';
import { assert } from '../../clinic/assert.ts';
import type { StaffBridge } from '../../electron/staff-api.ts';
import { startAfresh } from '../window/start-afresh.tsx';
import { useView } from '../window/use-view.ts';
import { StaffApp } from './staff-app.tsx';
import { StaffOutOfService } from './staff-out-of-service.tsx';

declare global {
  interface Window {
    readonly staffKiosk: StaffBridge;
  }
}

function Desk({ bridge }: { readonly bridge: StaffBridge }) {
  const { view, refusals, act } = useView(bridge);
  return view === null ? null : <StaffApp view={view} refusals={refusals} act={act} getPicture={bridge.picture} />;
}

const root = document.getElementById('root');
assert(root, 'the page has a place for the desk');
createRoot(root, { onUncaughtError: startAfresh(root, <StaffOutOfService problems={[]} />) }).render(
  <Desk bridge={window.staffKiosk} />,
);
