/** The worker that checks a PIN. It is stopped after the first, and with it goes the memory in which the PIN was worked on. */
import { portToStarter } from '../../printing/worker.ts';
import { isRightPin, type PinCheck } from './pin-check.ts';

const port = portToStarter<PinCheck, boolean>();
// What goes wrong ends the worker.
port.onQuestion((check) => void isRightPin(check).then(port.answer));
