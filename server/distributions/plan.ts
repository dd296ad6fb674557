import type { SkipReason } from '../contracts/distributions.ts'
import { bookExhausted, notEnoughCodes } from '../coupons/errors.ts'
import type { Refusal } from '../errors.ts'
import { refusals } from './errors.ts'

/** Who gets how many coupons: pure reckoning over what the transaction has counted. */

/** A member of the pool; `held` is what it has had of the book, void ones not counted. */
export interface Member {
  user_id: number
  name: string
  is_active: boolean
  held: number
}

/** How a book is to be distributed. `total` undefined is all that are free. */
export type Share = { mode: 'equal'; couponsPerUser: number } | { mode: 'random'; total: number | undefined }

/** What a distribution does, or would. */
export interface Plan {
  /** By user, ascending; each amount is at least 1. */
  amounts: { userId: number; amount: number }[]
  requested: number
  assigned: number
  /** How many of `requested` there are not, or nobody may hold. */
  short: number
  skipped: { user_id: number; name: string; reason: SkipReason }[]
}

/** What the book has and allows. */
export interface Stock {
  free: number
  /** How many coupons of the book one person may hold; null is no limit. */
  limit: number | null
}

/** @param chance a number from 0 up to but not including 1, for the random spread. */
export function makePlan(
  members: readonly Member[],
  share: Share,
  stock: Stock,
  chance: () => number = Math.random,
): Plan {
  const least = share.mode === 'equal' ? share.couponsPerUser : 1
  const roomOf = ({ held }: Member): number => (stock.limit === null ? Infinity : stock.limit - held)
  const skipped: Plan['skipped'] = []
  const able = members.filter((member) => {
    const reason = !member.is_active
      ? 'inactive'
      : roomOf(member) < least
        ? 'assignment_limit_reached'
        : undefined
    if (reason) skipped.push(skip(member, reason))
    return reason === undefined
  })
  if (share.mode === 'random') {
    const requested = share.total ?? stock.free
    const amounts = spread(able, roomOf, Math.min(requested, stock.free), chance)
    const assigned = amounts.reduce((sum, { amount }) => sum + amount, 0)
    return { amounts, requested, assigned, short: requested - assigned, skipped }
  }
  const requested = able.length * least
  const reached = Math.min(able.length, Math.floor(stock.free / least))
  for (const member of able.slice(reached)) skipped.push(skip(member, 'no_codes_left'))
  const amounts = able.slice(0, reached).map(({ user_id }) => ({ userId: user_id, amount: least }))
  const assigned = reached * least
  return { amounts, requested, assigned, short: Math.max(0, requested - stock.free), skipped }
}

function skip({ user_id, name }: Member, reason: SkipReason): Plan['skipped'][number] {
  return { user_id, name, reason }
}

/** Each coupon goes to one of those who may hold another, all of them alike. */
function spread(
  able: readonly Member[],
  roomOf: (member: Member) => number,
  count: number,
  chance: () => number,
): Plan['amounts'] {
  const open = able.map((member) => ({ userId: member.user_id, amount: 0, room: roomOf(member) }))
  const all = [...open]
  for (let given = 0; given < count && open.length > 0; given += 1) {
    const at = Math.floor(chance() * open.length)
    const one = open[at]
    const last = open.at(-1)
    if (!one || !last) break
    one.amount += 1
    if (one.amount < one.room) continue
    open[at] = last
    open.pop()
  }
  return all.filter(({ amount }) => amount > 0).map(({ userId, amount }) => ({ userId, amount }))
}

/** Why a plan is not carried out; undefined when it is. */
export function refusalOf(
  plan: Plan,
  members: readonly Member[],
  stock: Stock,
  onShortage: 'refuse' | 'partial',
): Refusal | undefined {
  if (!members.some((member) => member.is_active)) return refusals.poolEmpty()
  const nobodyMay = plan.skipped.filter(({ reason }) => reason !== 'no_codes_left').length === members.length
  if (nobodyMay) return refusals.nobodyMayHold(stock.limit ?? 0)
  if (stock.free === 0) return bookExhausted()
  if (plan.assigned > 0 && (plan.short === 0 || onShortage === 'partial')) return undefined
  if (plan.requested > stock.free) return notEnoughCodes(plan.requested, stock.free)
  return refusals.noRoom(plan.requested, plan.assigned)
}
