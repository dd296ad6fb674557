import type { Distribution, Skip, SkipReason } from '../../server/contracts/distributions.ts'

/** Most codes for one member, and most of one distribution. */
export const MOST_EACH = 1_000
export const MOST_TOTAL = 1_000_000

/** A distribution as it is set up, all of it valid. `total` undefined: all that are free. */
export type Draft = {
  book: number
  pool: number
  shortage: 'refuse' | 'partial'
} & ({ mode: 'equal'; each: number } | { mode: 'random'; total: number | undefined })

/** The draft as the API takes it, but for the pool. */
export function bodyOf(draft: Draft) {
  const common = { book_id: draft.book, on_shortage: draft.shortage }
  return draft.mode === 'equal'
    ? { ...common, mode: draft.mode, coupons_per_user: draft.each }
    : { ...common, mode: draft.mode, ...(draft.total === undefined ? {} : { total: draft.total }) }
}

/**
 * How many members may receive, of how many; from a dry run.
 *
 * @param poolSize the members of the pool: a spread by chance does not tell those whom chance passes by.
 */
export function ableOf(plan: Distribution, poolSize: number): { able: number; all: number } {
  if (plan.mode === 'random') return { able: Math.max(0, poolSize - plan.skipped_count), all: poolSize }
  return { able: plan.requested / (plan.coupons_per_user ?? 1), all: plan.recipients + plan.skipped_count }
}

/**
 * How many are left out for which reason; null stands for both of those that hold in any case, where only a longer list would tell
 * them apart.
 */
export function leftOutBy(plan: Distribution): [SkipReason | null, number][] {
  const inAnyCase = plan.skipped.filter(isInAnyCase)
  const noCodes =
    plan.skipped_count > plan.skipped.length && plan.mode === 'equal'
      ? ableOf(plan, 0).able - plan.recipients
      : plan.skipped.length - inAnyCase.length
  const others = plan.skipped_count - noCodes
  const counts = new Map<SkipReason | null, number>()
  if (others === inAnyCase.length)
    for (const { reason } of inAnyCase) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  else counts.set(null, others)
  if (noCodes > 0) counts.set('no_codes_left', noCodes)
  return [...counts]
}

/** True for those who could not receive however many codes there were. */
export function isInAnyCase({ reason }: Skip): boolean {
  return reason !== 'no_codes_left'
}
