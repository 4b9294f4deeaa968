/** What staff are told about the disk of their kiosk: what it means for patients, and whom to tell. */
import type { StaffTaskMatter } from '../../clinic/staff-task.ts';

type StoreMatter = Extract<StaffTaskMatter, { kind: 'store-trouble' }>;

export const storeTroubleWords: Readonly<Record<StoreMatter['because'], string>> = {
  'disk-full':
    'The disk of this kiosk is full. Check-in goes on for now, in room that was held back. Ask site IT to make room on it today.',
  'disk-error':
    'The disk of this kiosk reported an error. Nothing that was acknowledged is lost. Ask site IT to look at the disk today.',
  restored:
    'The records of this kiosk were restored, without the newest ones. Patients may have checked in here, and labels may have printed, that the kiosk no longer knows. Compare the list with the people who wait and with the labels that lie at the chairs, and check missing people in again. Ticket numbers go on after a gap, so that none is called twice: who is checked in again needs the new ticket.',
};

/** In the status bar. */
export const diskFullWords =
  'The disk of this kiosk is full: nobody can check in here. Send patients to reception, and call site IT to make room.';
