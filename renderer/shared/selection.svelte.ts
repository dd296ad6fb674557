import { SvelteMap } from 'svelte/reactivity'

/**
 * The rows of a list that somebody has selected, told apart by `key`. They stay selected when they are no longer among those that are
 * `shown`, until they are taken out.
 */
export class Selection<Row> {
  readonly #shown: () => readonly Row[]
  readonly #key: (row: Row) => string | number
  readonly #rows = new SvelteMap<string | number, Row>()

  constructor(shown: () => readonly Row[], key: (row: Row) => string | number) {
    this.#shown = shown
    this.#key = key
  }

  /** The rows that can be selected now. */
  get shown(): readonly Row[] {
    return this.#shown()
  }

  get size(): number {
    return this.#rows.size
  }

  /** As the list shows them now; what it no longer shows, as it was when it was selected. */
  get rows(): Row[] {
    const newest = new Map(this.shown.map((row) => [this.#key(row), row]))
    return [...this.#rows].map(([key, row]) => newest.get(key) ?? row)
  }

  /** How many of them the list does not show. */
  get unseen(): number {
    return this.size - this.shown.filter((row) => this.has(row)).length
  }

  has(row: Row): boolean {
    return this.#rows.has(this.#key(row))
  }

  set(row: Row, isSelected: boolean): void {
    if (isSelected) this.#rows.set(this.#key(row), row)
    else this.#rows.delete(this.#key(row))
  }

  setShown(areSelected: boolean): void {
    for (const row of this.shown) this.set(row, areSelected)
  }

  clear(): void {
    this.#rows.clear()
  }
}
