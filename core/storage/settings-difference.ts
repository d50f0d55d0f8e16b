import { isDeepStrictEqual } from 'node:util';
import type { SettingsChange } from './apply-settings.js';

/**
 * How a row differs from what is wanted of it; null where it does not. `stored` null: it is new.
 * JSON columns are compared by content.
 */
export function changeOf<Columns extends Record<string, unknown>>(
  of: SettingsChange['of'],
  id: string,
  stored: (Record<keyof Columns, unknown> & { isActive: boolean }) | null,
  wanted: Columns,
): SettingsChange | null {
  if (!stored) return { of, id, change: 'added', fields: [] };
  const fields = Object.keys(wanted).filter(
    (field) => !isDeepStrictEqual(plain(stored[field]), plain(wanted[field])),
  );
  if (!stored.isActive) return { of, id, change: 'switched_on', fields };
  return fields.length > 0 ? { of, id, change: 'changed', fields } : null;
}

/** As JSON has it: absent and undefined are the same. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
