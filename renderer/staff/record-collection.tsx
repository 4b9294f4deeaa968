/**
 * Asks which tubes were taken, after who the patient is: all of them, but for those without a good label of ours, which somebody
 * has to choose and answer for.
 */
import { Checkboxes } from 'nhsuk-react-components';
import { type SyntheticEvent, useState } from 'react';
import type { StaffAction, VisitDetail } from '../../electron/staff-api.ts';
import { Modal } from '../window/modal.tsx';
import { ProblemSummary } from '../window/problem-summary.tsx';
import { collectionWords as words } from '../words/collection-words.ts';
import { frameWords, list } from '../words/staff-words.ts';
import { ConfirmButtons } from './confirm-buttons.tsx';

type Tube = NonNullable<VisitDetail['collection']>['tubes'][number];
type RecordAction = Extract<StaffAction, { kind: 'record-collection' }>;

interface RecordCollectionProps {
  readonly visit: VisitDetail;
  readonly onConfirm: (record: RecordAction) => void;
  readonly onCancel: () => void;
}

export function RecordCollection({ visit, onConfirm, onCancel }: RecordCollectionProps) {
  const open = (visit.collection?.tubes ?? []).filter(({ taken }) => taken === null);
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    open.filter(({ hasGoodLabel }) => hasGoodLabel).map(({ specimenId }) => specimenId),
  );
  const [isIdentityConfirmed, setIdentity] = useState(false);
  const [isLabelledByHand, setByHand] = useState(false);
  const [refusals, setRefusals] = useState(0);
  const needsHand = open.some(({ specimenId, hasGoodLabel }) => !hasGoodLabel && chosen.includes(specimenId));
  const problem = problemOf({ isIdentityConfirmed, chosen, needsHand, isLabelledByHand });
  const shown = refusals > 0 ? problem : null;

  function confirm(event: SyntheticEvent) {
    event.preventDefault();
    if (problem !== null) return setRefusals(refusals + 1);
    const { bookingId } = visit.row;
    onConfirm({
      kind: 'record-collection',
      bookingId,
      specimenIds: [...chosen],
      isIdentityConfirmed,
      isLabelledByHand,
    });
  }

  return (
    <Modal titleId="record-collection" onCancel={onCancel}>
      <form noValidate onSubmit={confirm}>
        {shown === null ? null : (
          <ProblemSummary
            title={frameWords.thereIsAProblem}
            message={words.problems[shown]}
            fieldId={fieldIds[shown] ?? `tube-${open[0]?.number}`}
            times={refusals}
          />
        )}
        <h2 id="record-collection" className="nhsuk-heading-m">
          {words.question}
        </h2>
        <Tick id="identity" isTicked={isIdentityConfirmed} onTick={setIdentity} label={words.identity} />
        <Tubes tubes={open} of={visit.collection?.tubes.length ?? 0} chosen={chosen} onChosen={setChosen} />
        {needsHand ? <Tick id="by-hand" isTicked={isLabelledByHand} onTick={setByHand} label={words.byHand} /> : null}
        {visit.heldBack.length === 0 ? null : <p>{words.heldBack(visit.heldBack.length)}</p>}
        <p className="nhsuk-hint">{words.noUndo}</p>
        <ConfirmButtons label={words.confirm} onCancel={onCancel} />
      </form>
    </Modal>
  );
}

const fieldIds: Partial<{ readonly [Problem in keyof typeof words.problems]: string }> = {
  'identity-not-confirmed': 'identity',
  'label-not-good': 'by-hand',
};

function problemOf(said: {
  readonly isIdentityConfirmed: boolean;
  readonly chosen: readonly string[];
  readonly needsHand: boolean;
  readonly isLabelledByHand: boolean;
}): 'identity-not-confirmed' | 'nothing-chosen' | 'label-not-good' | null {
  if (!said.isIdentityConfirmed) return 'identity-not-confirmed';
  if (said.chosen.length === 0) return 'nothing-chosen';
  return said.needsHand && !said.isLabelledByHand ? 'label-not-good' : null;
}

interface TickProps {
  readonly id: string;
  readonly isTicked: boolean;
  readonly onTick: (isTicked: boolean) => void;
  readonly label: string;
}

function Tick({ id, isTicked, onTick, label }: TickProps) {
  return (
    <Checkboxes id={`${id}-group`} name={id}>
      <Checkboxes.Item id={id} checked={isTicked} onChange={(event) => onTick(event.target.checked)}>
        {label}
      </Checkboxes.Item>
    </Checkboxes>
  );
}

interface TubesProps {
  readonly tubes: readonly Tube[];
  readonly of: number;
  readonly chosen: readonly string[];
  readonly onChosen: (chosen: readonly string[]) => void;
}

function Tubes({ tubes, of, chosen, onChosen }: TubesProps) {
  return (
    <Checkboxes id="tubes" name="tubes" legend={words.which} legendProps={{ size: 's' }}>
      {tubes.map(({ specimenId, number, tube, tests, identifier, hasGoodLabel }) => (
        <Checkboxes.Item
          key={specimenId}
          id={`tube-${number}`}
          hint={`${list(tests)}. ${identifier}${hasGoodLabel ? '' : `. ${words.noGoodLabel}`}`}
          checked={chosen.includes(specimenId)}
          onChange={(event) =>
            onChosen(event.target.checked ? [...chosen, specimenId] : chosen.filter((other) => other !== specimenId))
          }
        >
          {words.tube(number, of, tube)}
        </Checkboxes.Item>
      ))}
    </Checkboxes>
  );
}
