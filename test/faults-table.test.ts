/** docs/faults.md: every fault has its row, and the tests that its row names exist and run. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
/** Printers and people have tables of their own. */
const numbers = [...range(1, 24), ...range(31, 44)];

interface Row {
  readonly number: number;
  readonly outcome: string;
  readonly proofs: readonly { readonly file: string; readonly title: string }[];
}

/** `| 1 | fault | outcome | `test/file.test.ts` a title<br>`test/other.test.ts` another title |` */
function rowsOf(text: string): readonly Row[] {
  return Array.from(
    text.matchAll(/^\| (\d+) \| (.*?) \| (.*?) \| (.*) \|$/gm),
    ([, number, , outcome = '', proofs = '']) => ({
      number: Number(number),
      outcome,
      proofs: proofs.split('<br>').map((proof) => {
        const [, file = '', title = ''] = /^`(test\/[^`]+)` (.+)$/.exec(proof.trim()) ?? [];
        return { file, title: title.replaceAll('\\|', '|') };
      }),
    }),
  );
}

const rows = rowsOf(fs.readFileSync(path.join(root, 'docs/faults.md'), 'utf8'));

/** As a test's first argument is written in its file, in any quotes. */
function hasTest(text: string, title: string): boolean {
  const written = [`'${title.replaceAll("'", "\\'")}'`, `"${title}"`, `\`${title}\``, `'${title}'`];
  return written.some((quoted) => {
    const at = text.indexOf(quoted);
    return (
      at >= 0 &&
      /(?:test|describe|it)(?:\.each\([\s\S]*\)|\.for\([\s\S]*\))?\(\s*$/.test(text.slice(Math.max(0, at - 4000), at))
    );
  });
}

test('every fault has one row, in order', () => {
  expect(rows.map(({ number }) => number)).toEqual(numbers);
});

describe.each(rows)('fault $number', ({ outcome, proofs }) => {
  test('has its outcome in words, and at least one test', () => {
    expect(outcome.length).toBeGreaterThan(10);
    expect(proofs.length).toBeGreaterThan(0);
  });

  test.each(proofs)('$file: $title', ({ file, title }) => {
    expect(fs.existsSync(path.join(root, file)), 'the file is there').toBe(true);
    expect(hasTest(fs.readFileSync(path.join(root, file), 'utf8'), title), 'it has this test').toBe(true);
  });
});
