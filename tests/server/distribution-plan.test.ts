import { describe, expect, test } from 'vitest'
import { makePlan, refusalOf, type Member, type Share, type Stock } from '../../server/distributions/plan.ts'

describe('the plan', () => {
  const member = (user_id: number, held = 0, is_active = true): Member => ({
    user_id,
    name: `N${String(user_id)}`,
    is_active,
    held,
  })
  const members = Array.from({ length: 40 }, (_, n) => member(n + 1, n < 3 ? 1 : 0))

  test('reads as a manager reads it: 37 of 40 can receive, 3 at their limit, 5 codes short', () => {
    const stock: Stock = { free: 32, limit: 1 }
    const plan = makePlan(members, { mode: 'equal', couponsPerUser: 1 }, stock)
    expect(plan).toMatchObject({ requested: 37, assigned: 32, short: 5 })
    expect(plan.skipped.filter(({ reason }) => reason === 'assignment_limit_reached')).toHaveLength(3)
    expect(refusalOf(plan, members, stock, 'refuse')?.code).toBe('not_enough_codes')
    expect(refusalOf(plan, members, stock, 'partial')).toBeUndefined()
  })

  test('by chance favours nobody', () => {
    const share: Share = { mode: 'random', total: 30_000 }
    const three = [member(1), member(2), member(3)]
    const { amounts } = makePlan(three, share, { free: 30_000, limit: null })
    // Each expects 10,000 with a deviation of 82: ten of those are never seen by chance.
    for (const { amount } of amounts) expect(Math.abs(amount - 10_000)).toBeLessThan(820)
  })

  test('with shares larger than the stock gives nobody anything', () => {
    const stock: Stock = { free: 3, limit: null }
    const plan = makePlan(members, { mode: 'equal', couponsPerUser: 4 }, stock)
    expect(plan.assigned).toBe(0)
    expect(refusalOf(plan, members, stock, 'partial')?.code).toBe('not_enough_codes')
  })
})
