import { DomainError, refuse, type Refusal } from '../errors.ts'

/** The refusals of distributions, each in its sentence. */
export const refusals = {
  poolNotFound: (): Refusal => refuse('pool_not_found', 'There is no such pool.').refusal,
  poolInactive: (): Refusal =>
    refuse('pool_inactive', 'This pool is switched off. Switch it on first, or choose another.').refusal,
  poolEmpty: (): Refusal => refuse('pool_empty', 'This pool has no active member.').refusal,
  nobodyMayHold: (limit: number): Refusal =>
    refuse(
      'assignment_limit_reached',
      'Every member of this pool would hold more coupons of the book than one may.',
      { limit },
    ).refusal,
  /** @param room how many more the members may hold together. */
  noRoom: (needed: number, room: number): Refusal =>
    refuse(
      'assignment_limit_reached',
      `The members of this pool may hold ${String(room)} more coupons of the book together, fewer than the ${String(needed)} asked for.`,
      { needed, room },
    ).refusal,
}

export const distributionNotFound = (): DomainError =>
  new DomainError('distribution_not_found', 'There is no such distribution.')

/** The sender went away before the end. */
export const brokenOff = (): DomainError =>
  new DomainError('busy', 'The request broke off before the end. Nothing was given.', { retryAfter: 1 })
