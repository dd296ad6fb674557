import { z } from 'zod'

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    // An offset such as +02:00 has no summer time, and an abbreviation such as CET or IST is one thing here and another in Postgres.
    return name === 'UTC' || /^[A-Za-z].*\//.test(name)
  } catch {
    return false
  }
}

/** The IANA name of a place's time zone, such as Europe/Madrid. */
export const timeZone = z.string().max(64).refine(isTimeZone, 'is not a time zone, such as Europe/Madrid')

/** The time zone of the computer that this runs on; undefined where it does not tell a place's. */
export function ownTimeZone(): string | undefined {
  const name = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return isTimeZone(name) && name !== 'Etc/Unknown' ? name : undefined
}
