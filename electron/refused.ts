import type { SettingsChange } from '../server/contracts/desktop.ts'
import type { Sentence } from '../server/contracts/sentences.ts'

/** A change that was not made, for a reason that is not the connection's. */
export function refused(sentence: Sentence): SettingsChange {
  return { outcome: 'refused', check: { ok: false, problem: 'failed', sentence, detail: '' } }
}
