/** The question before the screen forgets everything. No answer is an answer: then main wipes. */
import { Button } from 'nhsuk-react-components';
import { Modal } from '../window/modal.tsx';
import { useWords } from '../words/use-words.ts';
import type { Act } from './use-answer.ts';

interface StillThereProps {
  readonly secondsLeft: number;
  readonly act: Act;
}

export function StillThere({ secondsLeft, act }: StillThereProps) {
  const { stillThere } = useWords();
  return (
    <Modal titleId="still-there" onCancel={() => void act({ kind: 'still-here' })}>
      <h2 id="still-there" className="nhsuk-heading-l">
        {stillThere.heading}
      </h2>
      {/* A timer is not read out each second; the heading and the first number are. */}
      <p role="timer">{stillThere.willClear(secondsLeft)}</p>
      <div className="app-modal__answers">
        <Button type="button" onClick={() => void act({ kind: 'still-here' })}>
          {stillThere.yes}
        </Button>
        <Button type="button" secondary onClick={() => void act({ kind: 'start-again' })}>
          {stillThere.no}
        </Button>
      </div>
    </Modal>
  );
}
