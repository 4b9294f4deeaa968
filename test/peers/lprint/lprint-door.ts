/** What a test may tell lprint, and what it hears from it. Shared by the process and its launcher. */
export interface NewPrinter {
  readonly name: string;
  /** The printer's port on this computer. */
  readonly port: number;
  /** As `lprint drivers` lists them. */
  readonly driver: string;
  /** The size of its labels, by the name that the Printer Working Group gave it. */
  readonly media: string;
}

export interface Picture {
  readonly printer: string;
  /** A PNG, base64. */
  readonly base64: string;
}

export type LprintCommands = {
  add(printer: NewPrinter): Promise<void>;
  submit(picture: Picture): Promise<void>;
  /** What it says of a printer, in its own words. */
  status(printer: string): Promise<string>;
};

export type LprintEvent = { kind: 'said'; line: string };
