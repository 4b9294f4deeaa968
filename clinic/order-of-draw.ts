/** The order of draw, in which labels come out: additives carried over from one tube into the next change results. */
import type { ClinicRules } from './clinic-rules.ts';
import { type TubeClass, tubeClasses, tubes } from './tube.ts';

/** By position; classes with one position stand as in `tubeClasses`; tubes of one class keep their order. */
export function inOrderOfDraw<Item extends { readonly tube: TubeClass }>(
  items: readonly Item[],
  siteTubes: ClinicRules['tubes'],
): readonly Item[] {
  const positionOf = (tube: TubeClass) => siteTubes[tube]?.drawPosition ?? tubes[tube].drawPosition;
  return items.toSorted(
    (one, other) =>
      positionOf(one.tube) - positionOf(other.tube) || tubeClasses.indexOf(one.tube) - tubeClasses.indexOf(other.tube),
  );
}
