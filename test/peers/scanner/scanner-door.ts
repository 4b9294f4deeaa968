/** What a test may tell the virtual scanner, and what it hears from it. Shared by the process and its launcher. */
export type ScannerCommands = {
  /** These bytes, base64, as the scanner sends them; refused while nobody has the port open. */
  send(base64: string): Promise<void>;
  unplug(input: null): Promise<void>;
  plugIn(input: null): Promise<void>;
};

export type ScannerEvent =
  /** The path is there and nobody has opened it yet. */
  | { kind: 'plugged-in' }
  | { kind: 'opened' }
  | { kind: 'closed' }
  | { kind: 'unplugged' }
  /** What the kiosk said to the scanner. */
  | { kind: 'heard'; base64: string };
