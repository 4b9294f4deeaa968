/** The end of a question over everything: do it, or leave it. */
import { Button } from 'nhsuk-react-components';
import { frameWords } from '../words/staff-words.ts';

interface ConfirmButtonsProps {
  readonly label: string;
  readonly onCancel: () => void;
  /** It takes something away that does not come back. */
  readonly isWarning?: boolean;
}

export function ConfirmButtons({ label, onCancel, isWarning = false }: ConfirmButtonsProps) {
  return (
    <div className="app-modal__answers">
      <Button type="submit" warning={isWarning}>
        {label}
      </Button>
      <Button type="button" secondary onClick={onCancel}>
        {frameWords.cancel}
      </Button>
    </div>
  );
}
