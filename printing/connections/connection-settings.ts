/**
 * How a printer is reached: the part `connection` of its settings, and the connection that fits it.
 *
 * A new kind of connection is one schema in `kinds`, one entry in `known` and one case in `connectionOf`.
 */
import { z } from 'zod';
import { unreachable } from '../../clinic/assert.ts';
import type { PrinterConnection } from './connection.ts';
import { folderConnection } from './folder.ts';
import { networkConnection } from './network.ts';

const portMax = 65_535;
const textCharactersMax = 255;

const oneLine = (what: string) =>
  z
    .string({ error: `expected ${what}` })
    .min(1, { error: `expected ${what}` })
    .max(textCharactersMax, { error: `expected ${what}, of at most ${textCharactersMax} characters` });

const portProblem = `expected a port, 1 to ${portMax}; as a rule 9100`;

const NetworkSetting = z.strictObject({
  kind: z.literal('network'),
  host: oneLine("the printer's host name or address"),
  port: z.int({ error: portProblem }).min(1, { error: portProblem }).max(portMax, { error: portProblem }),
});

const FolderSetting = z.strictObject({ kind: z.literal('folder'), folder: oneLine('the path of a folder') });

/** What each kind needs, in words: all that a wrong `kind` is answered with. */
const known = ['"network" (with host and port)', '"folder" (with folder)'];

export const ConnectionSetting = z.discriminatedUnion('kind', [NetworkSetting, FolderSetting], {
  error: `expected a connection of kind ${known.slice(0, -1).join(', ')} or ${known.at(-1)}`,
});
type ConnectionSetting = z.infer<typeof ConnectionSetting>;

const fileEndings = { zpl: 'zpl', 'esc-pos': 'escpos' } as const;

interface ConnectedPrinter {
  readonly language: keyof typeof fileEndings;
  readonly connection: ConnectionSetting;
}

export function connectionOf({ connection, language }: ConnectedPrinter): PrinterConnection {
  switch (connection.kind) {
    case 'network':
      return networkConnection(connection);
    case 'folder':
      return folderConnection({ folder: connection.folder, ending: fileEndings[language] });
    default:
      return unreachable(connection);
  }
}
