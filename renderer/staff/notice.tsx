/** What came of an act, in a sentence. What asks for something is read out at once, and again when the same comes again. */
import { useEffect, useRef } from 'react';
import type { StaffNotice } from '../../electron/staff-api.ts';
import { noticeSentence } from '../words/task-words.ts';

const looks: Readonly<Record<StaffNotice['kind'], 'done' | 'look' | 'alarm'>> = {
  destroy: 'look',
  'task-is-over': 'look',
  'label-is-there': 'done',
  'other-label-of-set': 'look',
  'label-of-another-ticket': 'alarm',
  'not-a-label-of-ours': 'look',
};

interface NoticeProps {
  readonly notice: StaffNotice;
  /** Changes with each answer of main. */
  readonly times: number;
}

export function Notice({ notice, times }: NoticeProps) {
  const box = useRef<HTMLDivElement>(null);
  const look = looks[notice.kind];
  // Where the field or button that was used is gone with its task, the keyboard goes on from here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is announced
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus();
  }, [times]);
  return (
    <div
      ref={box}
      key={times}
      tabIndex={-1}
      className={`app-notice app-notice--${look}`}
      role={look === 'done' ? 'status' : 'alert'}
    >
      <p>{noticeSentence(notice)}</p>
    </div>
  );
}
