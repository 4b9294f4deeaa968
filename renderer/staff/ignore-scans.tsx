/** On a page where nothing is scanned: the Enter of a stray scan would press the button that has the focus, or send the form. */
import { useWedgeScanner } from '../window/use-wedge-scanner.ts';

export function IgnoreScans() {
  useWedgeScanner(() => undefined);
  return null;
}
