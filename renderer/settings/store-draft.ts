import { settings, type Settings } from '../../server/contracts/settings.ts'

/** What is typed in the store's settings, read as the server would have it. */

const LONGEST_LOCK = 3600

/** Minutes and seconds as typed, in seconds; undefined where that is no lock's time. An empty field is 0. */
export function lockSecondsOf(minutes: string, seconds: string): number | undefined {
  const parts = [minutes, seconds].map((text) => text.trim())
  if (parts.some((text) => !/^\d{0,4}$/.test(text))) return undefined
  const total = Number(parts[0]) * 60 + Number(parts[1])
  return total >= 1 && total <= LONGEST_LOCK ? total : undefined
}

/** A web address as typed, as an origin; undefined where it is none. A slash at its end is forgiven. */
export function originOf(typed: string): string | undefined {
  const text = typed.trim().replace(/\/$/, '')
  const read = settings.shape.allowed_origins.safeParse([text.toLowerCase()])
  return read.success ? read.data[0] : undefined
}

/** One thing that is kept for ever or for some days, as typed. */
export interface KeepDraft {
  forEver: boolean
  days: string
}

export type Retention = Settings['retention']

export function draftOfKeep(days: number | null, otherwise: number): KeepDraft {
  return { forEver: days === null, days: String(days ?? otherwise) }
}

/** Days as the server has them: null is for ever; undefined where the number is none. */
export function daysOf({ forEver, days }: KeepDraft): number | null | undefined {
  if (forEver) return null
  const text = days.trim()
  if (!/^\d{1,5}$/.test(text)) return undefined
  const read = settings.shape.retention.shape.jobs.safeParse(Number(text))
  return read.success ? read.data : undefined
}
