import { keep, onKept, readKept } from '../ui/kept.ts'

const longestMs = 16 * 3_600_000

/**
 * When a person's shift on this computer began: at their first scan, by the database's clock; this computer's own may be wrong.
 * It survives a reload, and after sixteen hours the next scan begins another. In all tabs of the browser it is the same.
 */
export class Shift {
  readonly #kept: string
  #since: string | null = $state(null)

  constructor(userId: number) {
    this.#kept = `shift.${userId}`
    const kept = readKept(this.#kept)
    if (kept !== null && isWithin(kept, Date.now())) this.#since = kept
  }

  /** Follows what the person's other tabs do with it. Returns the end of it. */
  follow(): () => void {
    return onKept(this.#kept, (kept) => (this.#since = kept))
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
    keep(this.#kept, since)
  }
}

function isWithin(since: string, now: number): boolean {
  return now - Date.parse(since) < longestMs
}
