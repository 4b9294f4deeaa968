/** `staff add | disable | list`: who may sign in at the staff window. The PIN comes on standard input, never in the arguments. */
import { addStaff, disableStaff } from '../staff/staff-accounts.ts';
import { askInSecret } from './ask-in-secret.ts';
import { badNews, type Command, count, good, misused, newId, withStore } from './command.ts';

export const staffCommand: Command = async (input) => {
  const [what, staffId] = input.words;
  const { name, badge } = input.options;
  const isNamed = name !== undefined || badge !== undefined;
  if (what === 'add' && staffId === undefined && name !== undefined && badge !== undefined)
    return add(input, name, badge);
  if (what === 'disable' && staffId !== undefined && !isNamed) {
    return withStore(input, async (store) =>
      disableStaff(store, staffId)
        ? good(`${staffId} can no longer sign in`)
        : badNews(`there is nobody with the id ${staffId}`),
    );
  }
  if (what === 'list' && staffId === undefined && !isNamed) {
    return withStore(input, async ({ ledger }) => {
      const staff = ledger
        .staff()
        .map(({ staffId: id, name: shown, isDisabled }) => ({ staffId: id, name: shown, isDisabled }));
      const body = staff.map((one) => `${one.staffId}  ${one.name}${one.isDisabled ? '  (disabled)' : ''}`).join('\n');
      return { exit: 0, body, line: count(staff.length, 'account'), facts: { staff } };
    });
  }
  return misused('usage: staff add --name NAME --badge CODE (the PIN on standard input) | disable ID | list');
};

async function add(input: Parameters<Command>[0], name: string, badge: string) {
  const pin = await readPin();
  return withStore(input, async (store) => {
    const added = await addStaff(store, { staffId: newId(), name, badge, pin });
    if (!added.ok) return badNews(added.problem);
    return good(`${name} can sign in`, { staffId: added.value });
  });
}

async function readPin(): Promise<string> {
  const secrets = askInSecret();
  const pin = await secrets.ask('PIN, 6 to 12 digits');
  secrets.close();
  return pin;
}
