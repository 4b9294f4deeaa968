/** A patient without a booking: the paper form, then what is read back with the patient. */
import type { StaffScreen } from '../../electron/staff-api.ts';
import { visitWords } from '../words/staff-words.ts';
import type { Act } from './staff-act.ts';
import { WalkInForm } from './walk-in-form.tsx';
import { WalkInReadBack } from './walk-in-read-back.tsx';

type WalkInView = Extract<StaffScreen, { screen: 'walk-in' }>['walkIn'];

export function WalkIn({ walkIn, act }: { readonly walkIn: WalkInView; readonly act: Act }) {
  return (
    <>
      <button type="button" className="app-link app-back" onClick={() => void act({ kind: 'open-day-list' })}>
        {visitWords.back}
      </button>
      {walkIn.step === 'form' ? <WalkInForm view={walkIn} act={act} /> : <WalkInReadBack view={walkIn} act={act} />}
    </>
  );
}
