/** Badge and PIN. The badge is scanned or typed; which of the two was wrong is never said. */
import { Button, TextInput } from 'nhsuk-react-components';
import { type SyntheticEvent, useRef, useState } from 'react';
import { ProblemSummary } from '../window/problem-summary.tsx';
import { useWedgeScanner } from '../window/use-wedge-scanner.ts';
import { unreadableCode } from '../window/wedge-scanner.ts';
import { frameWords, signInWords } from '../words/staff-words.ts';
import type { Act } from './staff-act.ts';
import { StaffHeading } from './staff-heading.tsx';

interface SignInProps {
  readonly problem: 'not-recognised' | 'not-checked' | 'locked' | null;
  readonly lockedUntil: string | null;
  readonly act: Act;
}

export function SignIn({ problem, lockedUntil, act }: SignInProps) {
  const { badge, setBadge, pin, setPin, pinField, answers, isChecking, signIn } = useSignIn(act);
  return (
    <form className="app-sign-in" noValidate autoComplete="off" onSubmit={signIn}>
      {problem === null ? null : (
        <ProblemSummary
          title={frameWords.thereIsAProblem}
          message={messageOf(problem, lockedUntil)}
          fieldId="badge"
          times={answers}
        />
      )}
      <StaffHeading text={signInWords.heading} hasProblem={problem !== null} />
      <TextInput
        id="badge"
        label={signInWords.badge}
        hint={signInWords.badgeHint}
        width={20}
        spellCheck={false}
        maxLength={64}
        value={badge}
        onChange={(event) => setBadge(event.target.value)}
      />
      <TextInput
        id="pin"
        ref={pinField}
        label={signInWords.pin}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        width={10}
        maxLength={64}
        value={pin}
        onChange={(event) => setPin(event.target.value)}
      />
      <Button type="submit">{isChecking ? signInWords.checking : signInWords.signIn}</Button>
    </form>
  );
}

function messageOf(problem: NonNullable<SignInProps['problem']>, lockedUntil: string | null): string {
  if (problem === 'locked') return signInWords.locked(lockedUntil);
  return problem === 'not-checked' ? signInWords.notChecked : signInWords.notRecognised;
}

function useSignIn(act: Act) {
  const [badge, setBadge] = useState('');
  const [pin, setPin] = useState('');
  const [answers, setAnswers] = useState(0);
  const [isChecking, setIsChecking] = useState(false);
  const pinField = useRef<HTMLInputElement>(null);
  useWedgeScanner((code) => {
    if (code === unreadableCode) return;
    setBadge(code);
    pinField.current?.focus();
  });

  function signIn(event: SyntheticEvent) {
    event.preventDefault();
    // Whoever presses twice has tried once.
    if (isChecking) return;
    // A scanner that ends a short badge with Enter: the PIN comes next.
    if (badge.trim() !== '' && pin === '') return pinField.current?.focus();
    setPin('');
    setIsChecking(true);
    void act({ kind: 'sign-in', badge, pin }).finally(() => {
      setIsChecking(false);
      setAnswers((count) => count + 1);
    });
  }
  return { badge, setBadge, pin, setPin, pinField, answers, isChecking, signIn };
}
