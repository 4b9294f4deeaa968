/** `config check | schema | example`. */
import { z } from 'zod';
import { exampleConfig } from '../example-config.ts';
import { KioskConfig } from '../kiosk-config.ts';
import { type Command, good, misused, withSettings } from './command.ts';

export const configCommand: Command = async (input) => {
  const [what] = input.words;
  if (what === 'check') return withSettings(input, async () => good(`the settings in ${input.configFile} are good`));
  if (what === 'schema')
    return asBody(
      z.toJSONSchema(KioskConfig, { io: 'input', unrepresentable: 'any' }),
      'the JSON schema of the settings',
    );
  if (what === 'example') return asBody(exampleConfig, 'an example of the settings');
  return misused('usage: config check | schema | example');
};

function asBody(value: object, line: string) {
  return { exit: 0 as const, body: JSON.stringify(value, null, 2), line, facts: { value } };
}
