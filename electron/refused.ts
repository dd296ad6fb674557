import type { SettingsChange } from '../server/contracts/desktop.ts'

/** A change that was not made, for a reason that is not the connection's. */
export function refused(message: string): SettingsChange {
  return { outcome: 'refused', check: { ok: false, problem: 'failed', message, detail: '' } }
}
