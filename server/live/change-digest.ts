import type { Change } from '../db/committed.ts'

/** What a moment has brought: changes, or so many of them that everything is to be read anew. */
export type News = readonly Change[] | 'all'

/** Above these, names are left out, and at last the places too: a hint is to be short, not complete. */
const MOST_CODES = 20
const MOST_OWNERS = 200
const MOST_PLACES = 100

/** Gathers the changes of a moment, each place once. It never grows beyond a few kilobytes. */
export class ChangeDigest {
  #places = new Map<string, Change>()
  #isAll = false

  get isEmpty(): boolean {
    return !this.#isAll && this.#places.size === 0
  }

  add(news: News): void {
    if (news === 'all') this.#giveUp()
    if (news === 'all' || this.#isAll) return
    for (const change of news) {
      const place = `${change.type} ${String(change.book_id)} ${String(change.job_id)}`
      const known = this.#places.get(place)
      this.#places.set(place, known ? merged(known, change) : change)
    }
    if (this.#places.size > MOST_PLACES) this.#giveUp()
  }

  /** Gives what was gathered, and begins anew. */
  take(): News {
    const news = this.#isAll ? 'all' : [...this.#places.values()]
    this.#places = new Map()
    this.#isAll = false
    return news
  }

  #giveUp(): void {
    this.#isAll = true
    this.#places.clear()
  }
}

function merged(one: Change, other: Change): Change {
  return {
    ...one,
    codes: union(one.codes, other.codes, MOST_CODES),
    owners: union(one.owners, other.owners, MOST_OWNERS),
  }
}

function union<T>(one: readonly T[] | null, other: readonly T[] | null, most: number): readonly T[] | null {
  if (one === null || other === null) return null
  const both = [...new Set([...one, ...other])]
  return both.length > most ? null : both
}
