/** What a screen of the staff window may do: send an action, and know when the view that followed is shown. */
import type { StaffAction, StaffBridge } from '../../electron/staff-api.ts';

export type Act = (action: StaffAction) => Promise<void>;
export type GetPicture = StaffBridge['picture'];
