/** The pages of the pull that is under way, on disk. Which of them count is said by the pull's own row: others are left over. */
import type { Database } from '../database.ts';
import type { PulledPage, PullPages, PullUnderWay } from '../pull-under-way.ts';

export function pullPagesTable({ sql, write }: Pick<Database, 'sql' | 'write'>): PullPages {
  const underWay = sql.prepare<[], PullUnderWay>(
    'SELECT search, begun_at AS begunAt, next_page AS nextPage, total, pages FROM pull_under_way',
  );
  const page = sql.prepare<[number], PulledPage>(
    'SELECT number, address, bytes, page_json AS text FROM pull_pages WHERE number = ?',
  );
  const setUnderWay = sql.prepare('INSERT OR REPLACE INTO pull_under_way VALUES (1, ?, ?, ?, ?, ?)');
  const put = sql.prepare('INSERT OR REPLACE INTO pull_pages VALUES (?, ?, ?, ?)');
  const forget = sql.prepare('DELETE FROM pull_under_way');
  const removeLast = sql.prepare('DELETE FROM pull_pages WHERE number = (SELECT max(number) FROM pull_pages)');
  const isAnyLeft = sql.prepare('SELECT 1 FROM pull_pages LIMIT 1');

  return {
    underWay: () => underWay.get() ?? null,
    page: (number) => page.get(number) ?? null,
    keep({ search, begunAt, nextPage, total, pages }, { number, address, bytes, text }) {
      write(() => {
        put.run(number, address, bytes, text);
        setUnderWay.run(search, begunAt, nextPage, total, pages);
      });
    },
    dropSome() {
      if (underWay.get() === undefined && isAnyLeft.get() === undefined) return false;
      write(() => {
        forget.run();
        removeLast.run();
      });
      return isAnyLeft.get() !== undefined;
    },
  };
}
