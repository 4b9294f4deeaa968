/** Puts the system's sealer beside the setting that asks for one: under plain Node there is none, and the store says so. */
import type { KeySealer, StoreKeySettings } from '../offline-store/store.ts';
import type { KioskConfig } from './kiosk-config.ts';

export function withKeySealer(settings: KioskConfig, sealer: KeySealer | undefined): KioskConfig {
  if (settings.store.key.kind !== 'safe-storage' || sealer === undefined) return settings;
  const key: StoreKeySettings = { kind: 'safe-storage', sealer };
  return { ...settings, store: { ...settings.store, key } };
}
