import { usbConnection } from '../../../printing/connections/usb.ts';
import { sentencesOverACable } from './cable-sentences.ts';

sentencesOverACable((path) => usbConnection({ path }));
