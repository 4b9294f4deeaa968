/** Which of the asked-for misbehaviours the next request meets: the first rule that matches and is not used up. */
import type { Misbehaviour, MisbehaviourRule } from './fhir-door.ts';

export class Misbehaviours {
  private rules: { rule: MisbehaviourRule; skip: number; left: number }[] = [];

  add(rule: MisbehaviourRule): void {
    this.rules.push({ rule, skip: rule.skip ?? 0, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.rules = [];
  }

  next(method: string, path: string): Misbehaviour | null {
    for (const entry of this.rules) {
      if (entry.left === 0 || !matches(entry.rule, method, path)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.left -= 1;
      return entry.rule.misbehaviour;
    }
    return null;
  }
}

function matches({ method, pathContains }: MisbehaviourRule, asked: string, path: string): boolean {
  return (method === undefined || method === asked) && (pathContains === undefined || path.includes(pathContains));
}
