/** The end of a question over everything: do it, or leave it. */
import { Button } from 'nhsuk-react-components';
import { frameWords } from '../words/staff-words.ts';

export function ConfirmButtons({ label, onCancel }: { readonly label: string; readonly onCancel: () => void }) {
  return (
    <div className="app-modal__answers">
      <Button type="submit">{label}</Button>
      <Button type="button" secondary onClick={onCancel}>
        {frameWords.cancel}
      </Button>
    </div>
  );
}
