/** The staff window: a function of one view. It holds what is typed and which question is open, nothing else. */
import { Button } from 'nhsuk-react-components';
import { unreachable } from '../../clinic/assert.ts';
import type { StaffView, VisitDetail } from '../../electron/staff-api.ts';
import { useActivity } from '../window/use-activity.ts';
import { frameWords } from '../words/staff-words.ts';
import { DayList } from './day-list.tsx';
import { NotSent } from './not-sent.tsx';
import { Outage } from './outage.tsx';
import { SignIn } from './sign-in.tsx';
import type { Act, GetPicture } from './staff-act.ts';
import { StaffOutOfService } from './staff-out-of-service.tsx';
import { StatusBar } from './status-bar.tsx';
import { Tasks } from './tasks.tsx';
import { Visit } from './visit.tsx';
import { WalkIn } from './walk-in.tsx';

interface StaffAppProps {
  readonly view: StaffView;
  /** Acts that could not be done, one after the other: a disk that is full, for example. */
  readonly refusals?: number;
  readonly act: Act;
  readonly getPicture: GetPicture;
}

/** Each one makes main send the whole list again, and staff are signed out after minutes, not seconds. */
const quietMs = 20_000;

export function StaffApp({ view, refusals = 0, act, getPicture }: StaffAppProps) {
  useActivity(() => {
    if (view.staffName !== null) void act({ kind: 'still-here' });
  }, quietMs);
  return (
    <div className="app-page">
      <TopBar view={view} act={act} />
      {view.status === null ? null : <StatusBar status={view.status} isSignedIn={view.staffName !== null} act={act} />}
      <main className="app-main" key={screenKey(view)}>
        {refusals === 0 ? null : (
          <div className="app-notice app-notice--look" role="alert" key={refusals}>
            <p>{frameWords.notDone}</p>
          </div>
        )}
        <Screen view={view} act={act} getPicture={getPicture} />
      </main>
    </div>
  );
}

/** Another screen, or another patient: what was typed is forgotten. */
function screenKey({ content, staffName }: StaffView): string {
  return content.screen === 'visit' ? `visit ${content.visit.row.bookingId}` : `${content.screen} ${staffName}`;
}

function Screen({ view, act, getPicture }: StaffAppProps) {
  const { content } = view;
  const isClosed = view.status?.hours.isClosed ?? false;
  switch (content.screen) {
    case 'out-of-service':
      return <StaffOutOfService problems={content.problems} />;
    case 'sign-in':
      return <SignIn problem={content.problem} lockedUntil={content.lockedUntil} act={act} />;
    case 'day-list':
      return <DayList rows={content.rows} list={view.status?.list.state ?? 'none'} act={act} />;
    case 'tasks':
      return <Tasks tasks={content.tasks} notice={content.notice} act={act} />;
    case 'outage':
      return (
        <Outage outage={content.outage} list={view.status?.list ?? null} staffName={view.staffName ?? ''} act={act} />
      );
    case 'walk-in':
      return <WalkIn walkIn={content.walkIn} isClosed={isClosed} act={act} />;
    case 'not-sent':
      return <NotSent notSent={content.notSent} act={act} />;
    case 'visit':
      return (
        <Visit
          key={whoIsShown(content.visit)}
          visit={content.visit}
          isClosed={isClosed}
          problem={content.problem}
          notice={content.notice}
          act={act}
          getPicture={getPicture}
        />
      );
    default:
      return unreachable(content);
  }
}

/** A question that is open, and what was ticked in it, is about these details and no others (S1). */
function whoIsShown({ row: { name, dateOfBirth, nhsNumber } }: VisitDetail): string {
  return JSON.stringify([name, dateOfBirth, nhsNumber]);
}

function TopBar({ view: { staffName, status, content }, act }: { readonly view: StaffView; readonly act: Act }) {
  const siteName = status?.siteName;
  return (
    <header className="app-top">
      <p className="app-top__service">
        {frameWords.serviceName}
        {siteName === undefined ? null : <span className="app-top__site">{siteName}</span>}
      </p>
      {staffName === null ? null : (
        <>
          <nav className="app-top__screens" aria-label={frameWords.navigation}>
            <button
              type="button"
              aria-current={content.screen === 'day-list' ? 'page' : undefined}
              onClick={() => void act({ kind: 'open-day-list' })}
            >
              {frameWords.dayList}
            </button>
            <button
              type="button"
              aria-current={content.screen === 'tasks' ? 'page' : undefined}
              onClick={() => void act({ kind: 'open-tasks' })}
            >
              {frameWords.tasks(status?.openTasks ?? 0)}
            </button>
            <button
              type="button"
              aria-current={content.screen === 'outage' ? 'page' : undefined}
              onClick={() => void act({ kind: 'open-outage' })}
            >
              {frameWords.outage}
            </button>
          </nav>
          <p className="app-top__who">{frameWords.signedInAs(staffName)}</p>
          <Button type="button" reverse small onClick={() => void act({ kind: 'sign-out' })}>
            {frameWords.signOut}
          </Button>
        </>
      )}
    </header>
  );
}
