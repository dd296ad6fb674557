import { recordEvents } from '../audit/record.ts'
import type { Settings } from '../contracts/settings.ts'
import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { Trace } from '../http/context.ts'
import { readSettings } from './read-settings.ts'
import { requireTimeZone } from './require-time-zone.ts'

const KEEP = `
  insert into settings (key, value)
  select key, value from jsonb_each($1::jsonb)
  on conflict (key) do update set value = excluded.value, updated_at = clock_timestamp()`

/** The fields of the settings that a request names. */
export type SettingsChanges = { [Key in keyof Settings]?: Settings[Key] | undefined }

/** Writes settings down as they are given, without an event: whoever calls records what happened. */
export async function keepSettings(tx: Transaction, kept: SettingsChanges): Promise<void> {
  await query(tx, KEEP, [JSON.stringify(kept)])
}

/** Keeps the given settings and leaves the others alone. What does not change is not recorded. */
export async function updateSettings(
  tx: Transaction,
  trace: Trace,
  changes: SettingsChanges,
): Promise<Settings> {
  const before = await readSettings(tx)
  const changed = Object.entries(changes).filter(
    ([key, value]) =>
      value !== undefined && JSON.stringify(value) !== JSON.stringify(before[key as keyof Settings]),
  )
  if (changed.length === 0) return before
  if (changes.time_zone !== undefined) await requireTimeZone(tx, changes.time_zone)
  await keepSettings(tx, Object.fromEntries(changed))
  const details = Object.fromEntries(
    changed.map(([key, to]) => [key, { from: before[key as keyof Settings], to }]),
  )
  await recordEvents(tx, trace, [{ action: 'settings.updated', details }])
  return readSettings(tx)
}
