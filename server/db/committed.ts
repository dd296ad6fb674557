import type { Transaction } from 'sequelize'

/** What can be changed; the contract's hints have the same names. */
export const changeTypes = ['coupon', 'lock', 'book', 'job', 'undo', 'pool', 'user', 'settings'] as const

/** Something that was changed, as far as live screens care. The same shape goes from program to program. */
export interface Change {
  type: (typeof changeTypes)[number]
  /** Null where it belongs to no book. */
  book_id: number | null
  /** The coupons, as printed; null where they are not named. */
  codes: readonly string[] | null
  /** The customers whose coupons they are; null where that may be any. */
  owners: readonly number[] | null
  job_id: number | null
}

/** A change that is about no coupon. */
export function changeOf(
  type: Change['type'],
  about: Partial<Pick<Change, 'book_id' | 'job_id'>> = {},
): Change {
  return { type, book_id: null, job_id: null, codes: null, owners: [], ...about }
}

const noted = new WeakMap<Transaction, Change[]>()

/** Notes what a transaction changes. It is told once it is committed, and forgotten with a transaction that is not. */
export function noteChanges(tx: Transaction, changes: readonly Change[]): void {
  const known = noted.get(tx)
  if (known) known.push(...changes)
  else noted.set(tx, [...changes])
}

/** What was noted of a transaction. */
export function changesNotedIn(tx: Transaction): readonly Change[] {
  return noted.get(tx) ?? []
}

type Listener = (changes: readonly Change[]) => void

/** What this program has committed, told to whoever listens, at once. */
export class Committed {
  readonly #listeners = new Set<Listener>()

  tell(changes: readonly Change[]): void {
    if (changes.length === 0) return
    for (const listener of this.#listeners) listener(changes)
  }

  /** @param listener must not throw: the change is made already. */
  listen(listener: Listener): void {
    this.#listeners.add(listener)
  }
}
