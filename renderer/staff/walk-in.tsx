/** A patient without a booking: the paper form, then what is read back with the patient. */
import { InsetText } from 'nhsuk-react-components';
import type { StaffScreen } from '../../electron/staff-api.ts';
import { checkInWords, visitWords } from '../words/staff-words.ts';
import type { Act } from './staff-act.ts';
import { WalkInForm } from './walk-in-form.tsx';
import { WalkInReadBack } from './walk-in-read-back.tsx';

type WalkInView = Extract<StaffScreen, { screen: 'walk-in' }>['walkIn'];

interface WalkInProps {
  readonly walkIn: WalkInView;
  /** The clinic is over for today. */
  readonly isClosed: boolean;
  readonly act: Act;
}

export function WalkIn({ walkIn, isClosed, act }: WalkInProps) {
  return (
    <>
      <button type="button" className="app-link app-back" onClick={() => void act({ kind: 'open-day-list' })}>
        {visitWords.back}
      </button>
      {isClosed ? (
        <InsetText>
          <p>{checkInWords.closed}</p>
        </InsetText>
      ) : null}
      {walkIn.step === 'form' ? <WalkInForm view={walkIn} act={act} /> : <WalkInReadBack view={walkIn} act={act} />}
    </>
  );
}
