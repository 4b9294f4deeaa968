/** Every sentence is there, is plain, and says what to do. */
import { describe, expect, test } from 'vitest';
import { troubleInWords } from '../../clinic/printer-trouble.ts';
import { paperRefusals } from '../../clinic/staff-task.ts';
import { patientWords } from '../../renderer/words/en-GB.ts';
import { labelCountWords } from '../../renderer/words/paper-words.ts';
import { visitWords } from '../../renderer/words/staff-words.ts';
import { answersThen, answerWords, noticeSentence, taskSentence } from '../../renderer/words/task-words.ts';
import { receptionReasons } from './patient-views.ts';
import { notices, scanTasks, tasks } from './staff-views.ts';

/** Every text in a tree of words; functions are asked with plausible values. */
function sentences(words: unknown): string[] {
  if (typeof words === 'string') return [words];
  if (typeof words === 'function') return sentences(words.length === 0 ? words() : words('09:40', '08:40'));
  if (typeof words === 'object' && words !== null) return Object.values(words).flatMap(sentences);
  return [];
}

describe('patients read plain English', () => {
  const all = sentences({ ...patientWords, clockTime: null, number: null, stillThere: null, dateOfBirth: null });

  test('no sentence is empty or unfinished', () => {
    expect(all.length).toBeGreaterThan(50);
    for (const sentence of all) {
      expect(sentence.trim()).toBe(sentence);
      expect(sentence).not.toMatch(/undefined|NaN|\{|\}/);
    }
  });

  test('no sentence is longer than people read standing up, blames them, or speaks of machines', () => {
    for (const sentence of all.flatMap((text) => text.split(/(?<=[.?])\s/))) {
      expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(22);
      expect(sentence).not.toMatch(/\b(invalid|illegal|failed|error code|database|server|please|you entered)\b/i);
    }
  });

  test.each(Object.keys(receptionReasons))('%s tells where to go or what to do', (reason) => {
    const { heading, paragraphs } = patientWords.seeReception.reasons[reason as keyof typeof receptionReasons];
    expect([heading, ...paragraphs].join(' ')).toMatch(/reception/i);
    expect(paragraphs.length).toBeGreaterThan(0);
  });

  test.each([
    ['09:00', '9am'],
    ['09:40', '9:40am'],
    ['12:00', 'midday'],
    ['12:30', '12:30pm'],
    ['14:05', '2:05pm'],
    ['00:00', 'midnight'],
    ['00:15', '12:15am'],
    ['23:59', '11:59pm'],
  ])('%s is said as %s', (time, said) => {
    expect(patientWords.clockTime(time)).toBe(said);
  });

  test('S2: an answer that did not match gives no hint which half was wrong', () => {
    expect(patientWords.dateOfBirth.noMatch(2)).toBe(
      'We could not match the details you gave. Check your date of birth. You can try 2 more times.',
    );
  });
});

describe('staff are told what to do', () => {
  test('a set that was only sent: which label, whose ticket, which printer', () => {
    expect(scanTasks.map(taskSentence)).toEqual([
      'Scan the first label of ticket 7 (LABELS-1).',
      'Scan the first label of ticket 9 (LABELS-1).',
    ]);
  });

  test('a copy of it bears the same bars, so it is looked for by its words', () => {
    const [task] = scanTasks;
    if (task?.paper == null) throw new Error('There is a first task.');
    const again = { ...task, mayScan: false, paper: { ...task.paper, copy: 1 } };
    expect(taskSentence(again)).toBe(
      'Look in the tray of LABELS-1: is label 1 of 3 for ticket 7 (REPRINT 1) there, and whole?',
    );
  });

  test('a paper in doubt has three answers, in these words', () => {
    expect(tasks[0]?.answers.map((answer) => answerWords[answer])).toEqual([
      'It is there',
      'It is not there',
      'It is spoiled',
    ]);
  });

  test('a header label in doubt is asked for as one', () => {
    const [task] = tasks;
    if (task === undefined) throw new Error('There is a first task.');
    const paper = {
      printer: 'LABELS-1',
      kind: 'header-label',
      number: null,
      count: 3,
      copy: 0,
      isContinuation: false,
    } as const;
    expect(taskSentence({ ...task, paper })).toBe(
      'Look in the tray of LABELS-1: is the header label for ticket 7 there, and whole?',
    );
    const ofRest = { ...paper, copy: 1, isContinuation: true };
    expect(taskSentence({ ...task, paper: ofRest })).toBe(
      'Look in the tray of LABELS-1: is the header label of the rest for ticket 7 there, and whole?',
    );
  });

  test('a label in doubt: which printer, which label, whose ticket', () => {
    expect(tasks.map(taskSentence)[0]).toBe(
      'Look in the tray of LABELS-1: is label 2 of 3 for ticket 7 there, and whole?',
    );
  });

  test.each(tasks.map((task) => [task.matter.kind, task] as const))('%s', (_kind, task) => {
    expect(taskSentence(task)).toMatch(/^[A-Z].*[.?]$/);
    expect(taskSentence(task)).not.toMatch(/undefined|null/);
  });

  test('a ticket in doubt is asked for as a ticket', () => {
    const [task] = tasks;
    if (task === undefined) throw new Error('There is a first task.');
    const ticket = {
      ...task,
      paper: { printer: 'TICKETS-1', kind: 'queue-ticket', number: null, count: 3, copy: 0, isContinuation: false },
    } as const;
    expect(taskSentence(ticket)).toBe('Look in the tray of TICKETS-1: is ticket 7 there, and whole?');
  });

  test.each(paperRefusals)('a label that was not printed (%s): why, and what to do instead', (because) => {
    const [task] = tasks;
    if (task === undefined) throw new Error('There is a first task.');
    const sentence = taskSentence({ ...task, matter: { kind: 'paper-refused', paperId: 'p', because } });
    expect(sentence).toMatch(/^The kiosk did not print label 2 of 3 for ticket 7, because .+\. .+\.$/);
  });

  test.each(Object.entries(troubleInWords))('%s: what is wrong, then what to do', (_trouble, sentence) => {
    expect(sentence.split(/[.:] /).length).toBeGreaterThanOrEqual(2);
  });
});

describe('labels are counted by whether they may be used', () => {
  const none = { live: 0, mayBeLive: 0, notThere: 0, voided: 0, spoiled: 0, deadOut: 0, deadPerhapsOut: 0 };
  test.each([
    [{ live: 3 }, '3 labels'],
    [{ live: 3, voided: 1 }, '3 labels, 1 void'],
    [{ live: 1 }, '1 label'],
    [{ mayBeLive: 3 }, '3 labels (3 not confirmed)'],
    [
      { live: 1, mayBeLive: 1, notThere: 2, voided: 1, spoiled: 2 },
      '4 labels (1 not confirmed, 2 not printed), 1 void, 2 spoiled',
    ],
    [{ voided: 2 }, 'No labels, 2 void'],
  ])('%o', (known, words) => {
    expect(labelCountWords({ ...none, ...known })).toBe(words);
  });
});

describe('a task about a visit of another day', () => {
  const [uncertain] = tasks.map((task) => ({ ...task, otherDay: '2026-11-23' }));
  if (uncertain === undefined) throw new Error('there is a task');

  test('says which day, because the ticket number may be somebody else’s by now', () => {
    expect(taskSentence(uncertain)).toBe(
      'Look in the tray of LABELS-1: is label 2 of 3 for ticket 7 of 23 November there, and whole?',
    );
  });

  test('does not say that anything will print', () => {
    expect(answersThen(uncertain)).toMatch(/^Nothing is printed for another day\./);
  });
});

describe('what came of an act', () => {
  test.each(notices.map((notice) => [notice.kind, notice] as const))('%s is a whole sentence', (_kind, notice) => {
    expect(noticeSentence(notice)).toMatch(/^[A-Z].*\.$/);
    expect(noticeSentence(notice)).not.toMatch(/undefined|null/);
  });

  test('how many labels go into the confidential waste, and for how many to look', () => {
    expect(noticeSentence({ kind: 'destroy', labels: 3, perhaps: 0, withHeader: true })).toBe(
      'Put 3 labels in the confidential waste. The header label is one of them.',
    );
    expect(noticeSentence({ kind: 'destroy', labels: 1, perhaps: 2, withHeader: false })).toBe(
      'Put 1 label in the confidential waste. Look in the tray for 2 labels that may have come out. Put what you find in the confidential waste.',
    );
    expect(noticeSentence({ kind: 'destroy', labels: 0, perhaps: 0, withHeader: false })).toBe(
      'None of these labels was printed. There is nothing to throw away.',
    );
  });

  test('a label of another ticket stops whoever holds it', () => {
    expect(noticeSentence({ kind: 'label-of-another-ticket', ticketNumber: 7, found: 9 })).toBe(
      'Stop. That label is not of ticket 7: it is of ticket 9. Nothing was changed. Check every label that lies with it.',
    );
  });
});

test('whoever reads why a tube has no label reads that it is labelled by hand, because no label comes later', () => {
  for (const why of Object.values(visitWords.whyHeldBack)) expect(why).toMatch(/label by hand at the chair/);
});
