/** One task: what to do, in a sentence, and the answers as buttons. All look alike, so that none is pressed because it is green. */
import { Button } from 'nhsuk-react-components';
import type { TaskLine } from '../../electron/staff-api.ts';
import { dayListWords } from '../words/staff-words.ts';
import { answersThen, answerWords, taskSentence, tasksWords } from '../words/task-words.ts';
import { ScanField } from './scan-field.tsx';
import type { Act } from './staff-act.ts';

interface TaskProps {
  readonly task: TaskLine;
  readonly act: Act;
  readonly onScan: (taskId: string, code: string) => void;
  /** In a visit, whose patient is above already. */
  readonly isInVisit?: boolean;
}

export function Task({ task, act, onScan, isInVisit = false }: TaskProps) {
  const { bookingId } = task;
  const sentenceId = `task-${task.taskId}`;
  const then = answersThen(task);
  return (
    <li className="app-task">
      {isInVisit ? null : (
        <p className="app-task__who">
          {task.name === null ? null : <strong>{task.name || dayListWords.nameForgotten} </strong>}
          <span>{tasksWords.opened(task.openedAt, task.otherDay)}</span>
        </p>
      )}
      <p id={sentenceId} className="app-task__sentence">
        {taskSentence(task)}
      </p>
      {then === null ? null : <p className="nhsuk-hint">{then}</p>}
      <div className="app-task__answers">
        {task.mayScan ? <ScanField task={task} onScan={(code) => onScan(task.taskId, code)} /> : null}
        {task.answers.map((answer) => (
          <Button
            key={answer}
            type="button"
            small
            secondary
            aria-describedby={sentenceId}
            onClick={({ detail: clicks }) => {
              // The next task moves up under the pointer: the second half of a double click is no answer to it.
              if (clicks <= 1) void act({ kind: 'end-task', taskId: task.taskId, answer });
            }}
          >
            {answerWords[answer]}
          </Button>
        ))}
        {bookingId === null || task.name === null || isInVisit ? null : (
          <button type="button" className="app-link" onClick={() => void act({ kind: 'open-visit', bookingId })}>
            {tasksWords.openVisit}
          </button>
        )}
      </div>
    </li>
  );
}
