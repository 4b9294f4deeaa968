/** The patient window's only way to main: three named functions, no Electron, no Node (checklist, 20). */
import { contextBridge, ipcRenderer } from 'electron';
import type { PatientBridge } from '../patient-api.ts';

type Shown = Awaited<ReturnType<PatientBridge['view']>>;

const bridge: PatientBridge = {
  view: () => ipcRenderer.invoke('patient:view'),
  act: (action) => ipcRenderer.invoke('patient:act', action),
  onView(listener) {
    const pushed = (_event: unknown, view: Shown) => listener(view);
    ipcRenderer.on('patient:pushed', pushed);
    return () => ipcRenderer.off('patient:pushed', pushed);
  },
};

contextBridge.exposeInMainWorld('patientKiosk', bridge);
