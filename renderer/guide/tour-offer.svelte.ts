import { keep, readKept } from '../ui/kept.ts'

/** Whether a person is offered the tour of the till on this computer: until it was taken, or put off. */
export class TourOffer {
  readonly #kept: string
  stands: boolean

  constructor(userId: number) {
    this.#kept = `tour.${String(userId)}`
    this.stands = $state(readKept(this.#kept) === null)
  }

  close(): void {
    this.stands = false
    keep(this.#kept, 'seen')
  }
}
