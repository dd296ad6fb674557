import { keep, onKept, readKept } from '../ui/kept.ts'

/**
 * The name of this till, sent with each request as `X-Till` and written beside every lock and redemption made here: in all tabs of
 * the browser the same.
 */
class TillName {
  #value = $state(readKept('till') ?? '')

  constructor() {
    onKept('till', (name) => (this.#value = name ?? ''))
  }

  get value(): string {
    return this.#value
  }

  set value(name: string) {
    this.#value = name.trim().slice(0, 40)
    keep('till', this.#value === '' ? null : this.#value)
  }
}

export const tillName = new TillName()
