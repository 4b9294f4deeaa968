/**
 * Scans of labels, for the tasks on this screen. A scan goes to the task whose field has the focus, or to the only one that
 * asks for a scan. It never chooses among several: a label of another ticket must raise the alarm and not answer for its own.
 */
import { useState } from 'react';
import type { TaskLine } from '../../electron/staff-api.ts';
import { useWedgeScanner } from '../window/use-wedge-scanner.ts';
import type { Act } from './staff-act.ts';

export const scanFieldId = (taskId: string) => `scan-${taskId}`;

export function useLabelScan(tasks: readonly TaskLine[], act: Act) {
  const [answers, setAnswers] = useState(0);
  const [isTaskMissing, setTaskMissing] = useState(false);

  function scan(taskId: string, code: string): void {
    setTaskMissing(false);
    void act({ kind: 'scan-label', taskId, code }).then(() => setAnswers((count) => count + 1));
  }

  // Also where nothing can be scanned: the Enter of a stray scan would press the button that has the focus.
  useWedgeScanner((code) => {
    // A question is open over everything, and no scan answers it.
    if (document.querySelector('dialog[open]') !== null) return;
    const scannable = tasks.filter(({ mayScan }) => mayScan);
    const focused = scannable.find(({ taskId }) => document.activeElement?.id === scanFieldId(taskId));
    const task = focused ?? (scannable.length === 1 ? scannable[0] : undefined);
    if (task !== undefined) scan(task.taskId, code);
    else setTaskMissing(scannable.length > 0);
  });

  return { scan, scans: answers, isTaskMissing };
}
