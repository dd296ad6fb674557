import { describe, expect, test } from 'vitest'
import { paceOf } from '../../renderer/books/pace.ts'
import { stats } from './store.ts'

describe('the pace of a book', () => {
  const made = '2026-01-01T00:00:00Z'
  const month = stats({ from: '2026-04-04T00:00:00Z', to: '2026-05-04T00:00:00Z' })

  test('is not told where nothing was done with it', () => {
    const still = { redemptions: 0, rolled_back: 0, funnel: { assigned: 0, locked: 0, redeemed: 0 } }
    expect(paceOf({ ...month, ...still }, made)).toBeUndefined()
    expect(paceOf({ ...month, from: month.to }, month.to)).toBeUndefined()
  })

  test('tells what counts by day, week or month, and how long what is free lasts as it was given away', () => {
    const counts = { ...month.counts, unassigned: 480 }
    const funnel = { assigned: 360, locked: 0, redeemed: 0 }
    expect(paceOf({ ...month, counts, redemptions: 310, rolled_back: 10, funnel }, made)).toBe(
      'About 10 redeemed a day · about 12 given away a day · at that pace the free codes last about 40 days',
    )
    expect(paceOf({ ...month, counts, redemptions: 12, funnel: { ...funnel, assigned: 1 } }, made)).toBe(
      'About 2 redeemed a week · about 1 given away a month · at that pace the free codes last more than two years',
    )
  })

  test('of a new book is that of its own days', () => {
    const funnel = { assigned: 20, locked: 0, redeemed: 0 }
    const none = { redemptions: 0, rolled_back: 0, funnel }
    expect(paceOf({ ...month, ...none }, '2026-05-02T00:00:00Z')).toMatch(/^About 10 given away a day/)
    expect(paceOf({ ...month, ...none }, '2026-05-03T23:00:00Z')).toMatch(/^About 20 given away a day/)
  })
})
