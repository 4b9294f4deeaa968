/** Everything that the kiosk must not decide, oldest first as main gives it. */
import type { TaskLine } from '../../electron/staff-api.ts';
import { useWedgeScanner } from '../window/use-wedge-scanner.ts';
import { tasksWords } from '../words/task-words.ts';
import type { Act } from './staff-act.ts';
import { StaffHeading } from './staff-heading.tsx';
import { Task } from './task.tsx';

export function Tasks({ tasks, act }: { readonly tasks: readonly TaskLine[]; readonly act: Act }) {
  // A stray scan must not answer: its Enter would press the button that has the focus.
  useWedgeScanner(() => undefined);
  return (
    <>
      <StaffHeading text={tasksWords.heading} />
      {tasks.length === 0 ? <p>{tasksWords.empty}</p> : null}
      <ul className="app-tasks">
        {tasks.map((task) => (
          <Task key={task.taskId} task={task} act={act} />
        ))}
      </ul>
    </>
  );
}
