/** The kiosk refused to open: what site IT has to mend, in words. */
import { frameWords } from '../words/staff-words.ts';
import { StaffHeading } from './staff-heading.tsx';

export function StaffOutOfService({ problems }: { readonly problems: readonly string[] }) {
  return (
    <>
      <StaffHeading text={frameWords.outOfService} />
      <p>{frameWords.outOfServiceThen}</p>
      <ul className="nhsuk-list nhsuk-list--bullet">
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </>
  );
}
