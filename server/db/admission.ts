import { DomainError } from '../errors.ts'

/**
 * A fair queue before the connection pool: whoever came first goes first, and nobody is refused for having come in a crowd. The
 * pool's own queue would time out; here the deadline of a transaction begins when its turn comes.
 */
export class Admission {
  #free: number
  readonly #longest: number
  readonly #queue: (() => void)[] = []

  /**
   * @param places how many may be inside at once.
   * @param longest how many may wait. More of them are no race but a flood.
   */
  constructor(places: number, longest: number) {
    this.#free = places
    this.#longest = longest
  }

  /** True while whoever comes has to wait. */
  get isFull(): boolean {
    return this.#free === 0
  }

  /** @throws DomainError `busy` when the line is as long as it may be. */
  refuseCrowd(): void {
    if (this.#queue.length >= this.#longest)
      throw new DomainError('busy', 'Too many people are in line. Try again in a moment.', { retryAfter: 2 })
  }

  /**
   * Waits for a place, keeps it while `work` runs.
   *
   * @param leaving takes who still waits out of the line, with its reason as the error.
   * @throws DomainError `busy` when the line is as long as it may be.
   */
  async run<T>(work: () => Promise<T>, leaving?: AbortSignal): Promise<T> {
    if (this.#free > 0) this.#free -= 1
    else await this.#wait(leaving)
    try {
      return await work()
    } finally {
      const next = this.#queue.shift()
      // The place passes on directly, so that nobody can slip in between.
      if (next) next()
      else this.#free += 1
    }
  }

  async #wait(leaving: AbortSignal | undefined): Promise<void> {
    this.refuseCrowd()
    leaving?.throwIfAborted()
    await new Promise<void>((resolve, reject) => {
      const enter = (): void => {
        leaving?.removeEventListener('abort', leave)
        resolve()
      }
      const leave = (): void => {
        this.#queue.splice(this.#queue.indexOf(enter), 1)
        reject(leaving?.reason as Error)
      }
      leaving?.addEventListener('abort', leave, { once: true })
      this.#queue.push(enter)
    })
  }
}
