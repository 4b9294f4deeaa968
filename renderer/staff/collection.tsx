/** Which tubes of a visit are recorded as taken, and the way to record it. */
import { Button } from 'nhsuk-react-components';
import type { VisitDetail } from '../../electron/staff-api.ts';
import { collectionWords as words } from '../words/collection-words.ts';

interface CollectionProps {
  readonly visit: VisitDetail;
  readonly onRecord: () => void;
}

export function Collection({ visit, onRecord }: CollectionProps) {
  const { collection } = visit;
  if (collection === null || collection.tubes.length === 0) return null;
  const { tubes, mayRecord } = collection;
  const taken = tubes.filter((tube) => tube.taken !== null).length;
  return (
    <section aria-labelledby="collection">
      <h2 id="collection" className="nhsuk-heading-m">
        {words.heading}
      </h2>
      <p>{summary(taken, tubes.length)}</p>
      {taken === 0 ? null : (
        <>
          <ul className="nhsuk-list nhsuk-list--bullet">
            {tubes.map(({ specimenId, number, tube, taken: record }) => (
              <li key={specimenId}>
                {words.tube(number, tubes.length, tube)}:{' '}
                {record === null ? words.notTaken : words.taken(record.at, record.by)}
              </li>
            ))}
          </ul>
          <p className="nhsuk-hint">{words.noUndo}</p>
        </>
      )}
      {mayRecord ? (
        <Button type="button" secondary small onClick={onRecord}>
          {words.button}
        </Button>
      ) : null}
    </section>
  );
}

function summary(taken: number, tubes: number): string {
  if (taken === 0) return words.none;
  return taken === tubes ? words.all : words.some(taken, tubes);
}
