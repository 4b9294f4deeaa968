/**
 * What a header label says of its set, line by line: how many labels follow, or which of a set that was interrupted, where
 * the others are, and what staff have to do that no label does for them. Each line comes with shorter ways to say it.
 */
import type { HeaderLabelContent } from './label.ts';
import { capitalised } from './label-words.ts';

/** From the best to the shortest. */
type LineInWords = readonly [string, ...string[]];

/** A run of so many numbers is said by its first and last. */
const runMin = 3;

export function headerLines(content: HeaderLabelContent): readonly LineInWords[] {
  const { rest = null } = content;
  if (rest === null) return [[wholeSet(content)], ...toDo(content).map((line): LineInWords => [line])];
  const follow = restOfSet(rest.numbers, content);
  return [follow, ...elsewhere(rest.elsewhere), ...inOneLine(content)];
}

function wholeSet({ labelCount, labelsAt = null }: HeaderLabelContent): string {
  if (labelCount === 0) return 'No labels follow';
  return labelsAt === null
    ? `${counted(labelCount, 'label')} to follow`
    : `${counted(labelCount, 'label')} at ${labelsAt}`;
}

function restOfSet(numbers: readonly number[], { labelCount, labelsAt = null }: HeaderLabelContent): LineInWords {
  if (numbers.length === 0) return ['No labels follow'];
  const isOne = numbers.length === 1;
  const place = labelsAt === null ? (isOne ? 'follows' : 'follow') : `at ${labelsAt}`;
  return [
    `${isOne ? 'Label' : 'Labels'} ${listed(numbers)} of ${labelCount} ${place}`,
    `${listed(numbers)} of ${labelCount} ${place}`,
    `${numbers.length} of ${counted(labelCount, 'label')} ${place}`,
  ];
}

function elsewhere(others: readonly LabelsElsewhere[]): readonly LineInWords[] {
  if (others.length === 0) return [];
  const places = others.map(
    ({ numbers, printer }) => `label${numbers.length === 1 ? '' : 's'} ${listed(numbers)}: ${printer}`,
  );
  const printers = others.map(({ printer }) => printer).join(', ');
  const numbers = others.map((other) => `${listed(other.numbers)}: ${other.printer}`);
  return [[capitalised(places.join(', ')), numbers.join(', '), `Others: ${printers}`, 'Others at other printers']];
}

type LabelsElsewhere = NonNullable<HeaderLabelContent['rest']>['elsewhere'][number];

function toDo({ tubesByHand, problems }: Pick<HeaderLabelContent, 'tubesByHand' | 'problems'>): readonly string[] {
  return [
    ...(tubesByHand > 0 ? [`${counted(tubesByHand, 'tube')} to label by hand`] : []),
    ...(problems > 0 ? [`${counted(problems, 'problem')}: see the list`] : []),
  ];
}

/** There is one line left for it. */
function inOneLine({ tubesByHand, problems }: HeaderLabelContent): readonly LineInWords[] {
  if (tubesByHand === 0 || problems === 0) return toDo({ tubesByHand, problems }).map((line): LineInWords => [line]);
  return [[`${counted(tubesByHand, 'tube')} by hand, ${counted(problems, 'problem')}`]];
}

/** `2`, `2 and 3`, `2, 3 and 5`, `1-4 and 7`. */
export function listed(numbers: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && number === run.last + 1) run.last = number;
    else runs.push({ first: number, last: number });
  }
  const parts = runs.flatMap(({ first, last }) => {
    if (last - first + 1 >= runMin) return [`${first}-${last}`];
    return first === last ? [`${first}`] : [`${first}`, `${last}`];
  });
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
