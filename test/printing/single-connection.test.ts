import { expect, onTestFinished, test } from 'vitest';
import { connectTo } from '../peers/shared/host-socket.ts';
import { hasTrouble, threePapers } from './bench-of-printers.ts';
import { newJournal, workerAt } from './until-the-end.ts';
import { networkLine, zebraOver } from './virtual-printers.ts';

test('S5: between our look and the end of our label no other host gets in to print one that would be taken for it', async () => {
  const at = await zebraOver(networkLine(true), true);
  onTestFinished(() => at.stop());
  const [paper] = threePapers();
  const journal = newJournal();
  journal.add(paper);
  const others: string[] = [];
  workerAt(at.printer(), journal, {
    proving: async () => {
      const other = connectTo(at.port).then(
        (host) => host.ended(),
        () => 'reset',
      );
      others.push(await other);
    },
  });
  expect(await journal.ended(paper)).toBe('printed');
  expect(others).toEqual(['reset']);
  expect(await at.papers()).toHaveLength(1);
});

test('a label in doubt waits while another host is in, and staff are told why', async () => {
  const at = await zebraOver(networkLine(true), true);
  onTestFinished(() => at.stop());
  const [paper] = threePapers();
  const journal = newJournal();
  journal.add(paper);
  journal.started({ paperId: paper, kind: 'specimen-label' }, { token: 'T1', odometerBefore: 31_084, serial: null });
  const other = await connectTo(at.port);
  const { reported } = workerAt(at.printer(), journal);
  expect(await reported(hasTrouble('busy-with-another-host'))).toMatchObject({ isReady: false });
  other.close();
  expect(await journal.ended(paper)).toBe('printed');
  expect(await at.papers()).toHaveLength(1);
});
