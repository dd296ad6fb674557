import { keep, readKept } from '../ui/kept.ts'

const longestMs = 16 * 3_600_000

/**
 * When a person's shift on this computer began: at their first scan, by the database's clock; this computer's own may be wrong.
 * It survives a reload, and after sixteen hours the next scan begins another.
 */
export class Shift {
  readonly #userId: number
  #since: string | null = $state(null)

  constructor(userId: number) {
    this.#userId = userId
    const kept = readKept(`shift.${userId}`)
    if (kept !== null && isWithin(kept, Date.now())) this.#since = kept
  }

  get since(): string | null {
    return this.#since
  }

  /** A coupon was read, at this time of the database. */
  seen(serverTime: string): void {
    if (this.#since === null || !isWithin(this.#since, Date.parse(serverTime))) this.#set(serverTime)
  }

  beginAnew(): void {
    this.#set(null)
  }

  #set(since: string | null): void {
    this.#since = since
    keep(`shift.${this.#userId}`, since)
  }
}

function isWithin(since: string, now: number): boolean {
  return now - Date.parse(since) < longestMs
}
