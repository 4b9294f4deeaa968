/** What a test may tell the print server, and what it hears from it. Shared by the process and its launcher. */
export interface NewQueue {
  readonly queue: string;
  /** The printer's port on this computer. */
  readonly port: number;
  /** False: a job is completed when its bytes are with the printer, whether or not it closes the connection. */
  readonly waitsForTheEnd?: boolean;
}

export interface QueueAct {
  readonly queue: string;
  /** `disable` takes jobs and keeps them; `reject` takes none. */
  readonly act: 'disable' | 'enable' | 'reject' | 'accept';
}

export type CupsCommands = {
  /** The path of the socket at which it listens. */
  server(input: null): string;
  addQueue(queue: NewQueue): Promise<void>;
  change(change: QueueAct): Promise<void>;
  /** One line for each job that has not left the queue: its number, whose it is, its size and when it came. */
  jobs(queue: string): Promise<readonly string[]>;
  /** Takes every job out of every queue. */
  cancelAll(input: null): Promise<void>;
  log(input: null): readonly string[];
  /** It is gone, and its folder with it. */
  end(input: null): Promise<void>;
};

export type CupsEvent = { kind: 'said'; line: string };
