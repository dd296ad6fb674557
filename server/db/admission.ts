import { DomainError } from '../errors.ts'

/** More than this in line is no race but a flood; those in front are served within seconds. */
const LONGEST_QUEUE = 5_000

/**
 * A fair queue before the connection pool: whoever came first goes first, and nobody is refused for having come in a crowd. The
 * pool's own queue would time out; here the deadline of a transaction begins when its turn comes.
 */
export class Admission {
  #free: number
  readonly #queue: (() => void)[] = []

  /** @param places how many may be inside at once. */
  constructor(places: number) {
    this.#free = places
  }

  /**
   * Waits for a place, keeps it while `work` runs.
   *
   * @throws DomainError `busy` when thousands are in line already.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1
    else await this.#wait()
    try {
      return await work()
    } finally {
      const next = this.#queue.shift()
      // The place passes on directly, so that nobody can slip in between.
      if (next) next()
      else this.#free += 1
    }
  }

  async #wait(): Promise<void> {
    if (this.#queue.length >= LONGEST_QUEUE)
      throw new DomainError('busy', 'Too many people are in line. Try again in a moment.', { retryAfter: 2 })
    await new Promise<void>((resolve) => {
      this.#queue.push(resolve)
    })
  }
}
