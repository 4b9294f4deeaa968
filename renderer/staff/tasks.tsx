/** Everything that the kiosk must not decide, oldest first as main gives it. */
import type { StaffNotice, TaskLine } from '../../electron/staff-api.ts';
import { scanWords, tasksWords } from '../words/task-words.ts';
import { Notice } from './notice.tsx';
import type { Act } from './staff-act.ts';
import { StaffHeading } from './staff-heading.tsx';
import { Task } from './task.tsx';
import { useLabelScan } from './use-label-scan.ts';

interface TasksProps {
  readonly tasks: readonly TaskLine[];
  readonly notice: StaffNotice | null;
  readonly act: Act;
}

export function Tasks({ tasks, notice, act }: TasksProps) {
  const { scan, scans, isTaskMissing } = useLabelScan(tasks, act);
  return (
    <>
      <StaffHeading text={tasksWords.heading} />
      {notice === null ? null : <Notice notice={notice} times={scans} />}
      {isTaskMissing ? <ChooseTask /> : null}
      {tasks.length === 0 ? <p>{tasksWords.empty}</p> : null}
      <ul className="app-tasks">
        {tasks.map((task) => (
          <Task key={task.taskId} task={task} act={act} onScan={scan} />
        ))}
      </ul>
    </>
  );
}

/** Something was scanned, and it is not known for which ticket. */
export function ChooseTask() {
  return (
    <div className="app-notice app-notice--look" role="alert">
      <p>{scanWords.chooseTask}</p>
    </div>
  );
}
