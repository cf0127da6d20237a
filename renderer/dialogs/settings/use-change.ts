import { useState } from 'react';
import type { SettingsChange } from '../../../electron/protocol/studio-settings.ts';
import { told } from '../../api/told.ts';
import { changeSettings } from '../../store/server-settings.ts';

/** Sends changes to the server, and keeps what it said of the last one. */
export function useChange() {
  const [error, setError] = useState<string | null>(null);
  /** @returns whether it was taken */
  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      setError(null);
      return true;
    } catch (fault) {
      setError(told(fault));
      return false;
    }
  };
  const change = (settings: SettingsChange) => attempt(() => changeSettings(settings));
  return { error, attempt, change };
}
