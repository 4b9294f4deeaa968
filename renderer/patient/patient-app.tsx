/** The patient window: a function of one view. It holds keystrokes, and forgets them whenever the sitting changes. */
import { Button } from 'nhsuk-react-components';
import { unreachable } from '../../clinic/assert.ts';
import type { PatientScreen, PatientView } from '../../electron/patient-api.ts';
import { useActivity } from '../window/use-activity.ts';
import { useWedgeScanner } from '../window/use-wedge-scanner.ts';
import { useWords } from '../words/use-words.ts';
import { CheckedIn } from './checked-in.tsx';
import { DateOfBirth } from './date-of-birth.tsx';
import { OneMoment } from './one-moment.tsx';
import { OutOfService } from './out-of-service.tsx';
import { SeeReception } from './see-reception.tsx';
import { Start } from './start.tsx';
import { StillThere } from './still-there.tsx';
import { TypeNumber } from './type-number.tsx';
import type { Act } from './use-answer.ts';

interface PatientAppProps {
  readonly view: PatientView;
  readonly act: Act;
}

export function PatientApp({ view, act }: PatientAppProps) {
  const words = useWords();
  const { content, siteName, sitting, stillThere } = view;
  useWedgeScanner((text) => void act({ kind: 'scan', text }));
  useActivity(() => {
    // The question has its own answers: a touch on "No" must not say yes first.
    if (stillThere === null) void act({ kind: 'still-here' });
  });
  return (
    <div className="app-page" lang={words.language}>
      <header className="app-top">
        <p className="app-top__service">{words.serviceName}</p>
        <p className="app-top__site">{siteName}</p>
      </header>
      <main className={`app-main app-main--${content.screen}`} key={`${sitting} ${content.screen}`}>
        <Screen content={content} act={act} />
      </main>
      {content.screen === 'out-of-service' ? null : (
        <footer className="app-bottom">
          <p className="app-bottom__help">{words.needHelp}</p>
          <EndButton content={content} act={act} />
        </footer>
      )}
      {stillThere === null ? null : <StillThere secondsLeft={stillThere.secondsLeft} act={act} />}
    </div>
  );
}

function Screen({ content, act }: { readonly content: PatientScreen; readonly act: Act }) {
  switch (content.screen) {
    case 'out-of-service':
      return <OutOfService problems={content.problems} />;
    case 'start':
      return <Start act={act} />;
    case 'type-number':
      return <TypeNumber problem={content.problem} act={act} />;
    case 'date-of-birth':
      return <DateOfBirth problem={content.problem} triesLeft={content.triesLeft} act={act} />;
    case 'one-moment':
      return <OneMoment />;
    case 'checked-in':
      return <CheckedIn {...content} />;
    case 'see-reception':
      return <SeeReception {...content} />;
    default:
      return unreachable(content);
  }
}

/** On every screen where there is something to leave. */
function EndButton({ content, act }: { readonly content: PatientScreen; readonly act: Act }) {
  const words = useWords();
  if (content.screen === 'start' || content.screen === 'out-of-service') return null;
  const isToBeTriedAgain = content.screen === 'see-reception' && content.reason === 'code-not-recognised';
  const isEnd = (content.screen === 'checked-in' || content.screen === 'see-reception') && !isToBeTriedAgain;
  return (
    <Button type="button" secondary={!isEnd && !isToBeTriedAgain} onClick={() => void act({ kind: 'start-again' })}>
      {isEnd ? words.finish : words.startAgain}
    </Button>
  );
}
