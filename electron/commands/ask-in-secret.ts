/** Asks the person at the terminal without showing what is typed; a script gives the answers as lines on standard input. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

interface Secrets {
  /** An empty text when there is no more to read. */
  ask(question: string): Promise<string>;
  close(): void;
}

export function askInSecret(): Secrets {
  const { stdin, stderr } = process;
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: unseen, terminal: stdin.isTTY === true });
  const answers = lines[Symbol.asyncIterator]();
  return {
    async ask(question) {
      if (stdin.isTTY) stderr.write(`${question}: `);
      const { value, done } = await answers.next();
      if (stdin.isTTY) stderr.write('\n');
      return done === true ? '' : String(value).trim();
    },
    close: () => lines.close(),
  };
}
