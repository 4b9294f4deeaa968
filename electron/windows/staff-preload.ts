/** The staff window's only way to main: four named functions, no Electron, no Node (checklist, 20). */
import { contextBridge, ipcRenderer } from 'electron';
import type { StaffBridge } from '../staff-api.ts';

type Shown = Awaited<ReturnType<StaffBridge['view']>>;

const bridge: StaffBridge = {
  view: () => ipcRenderer.invoke('staff:view'),
  act: (action) => ipcRenderer.invoke('staff:act', action),
  picture: (paperId) => ipcRenderer.invoke('staff:picture', paperId),
  onView(listener) {
    const pushed = (_event: unknown, view: Shown) => listener(view);
    ipcRenderer.on('staff:pushed', pushed);
    return () => ipcRenderer.off('staff:pushed', pushed);
  },
};

contextBridge.exposeInMainWorld('staffKiosk', bridge);
