import { describe, expect, test } from 'vitest'
import { clockText, leftAt, phaseOf, untilNextSecond } from '../../renderer/ui/countdown-clock.ts'

describe('the arithmetic of a countdown', () => {
  test('nothing is left after the end, however long ago it was', () => {
    expect(leftAt({ remainingMs: 1000, at: 5000 }, 6000)).toBe(0)
    expect(leftAt({ remainingMs: 1000, at: 5000 }, 9_000_000)).toBe(0)
  })

  test('what is left counts from the moment of the reading', () => {
    expect(leftAt({ remainingMs: 300_000, at: 5000 }, 65_000)).toBe(240_000)
  })

  test('0:00 stands at the very end and not before', () => {
    expect(clockText(1)).toBe('0:01')
    expect(clockText(0)).toBe('0:00')
  })

  test('minutes and hours are written as people read them', () => {
    expect(clockText(300_000)).toBe('5:00')
    expect(clockText(276_400)).toBe('4:37')
    expect(clockText(3_600_000)).toBe('1:00:00')
  })

  test('the next change of the clock is never further than a second, and never now', () => {
    for (const left of [1, 999, 1000, 1001, 276_400, 3_600_000]) {
      const wait = untilNextSecond(left)
      expect(wait).toBeGreaterThan(0)
      expect(wait).toBeLessThanOrEqual(1000)
      expect(clockText(left - wait)).not.toBe(clockText(left))
    }
  })

  test('a lock of five minutes is amber for the last two and red for the last half minute', () => {
    expect([300_000, 120_001].map((left) => phaseOf(left, 300_000))).toEqual(['ample', 'ample'])
    expect([120_000, 30_001].map((left) => phaseOf(left, 300_000))).toEqual(['soon', 'soon'])
    expect([30_000, 1].map((left) => phaseOf(left, 300_000))).toEqual(['last', 'last'])
    expect(phaseOf(0, 300_000)).toBe('over')
  })

  test('a short lock begins green all the same', () => {
    expect([20_000, 10_000, 4_000].map((left) => phaseOf(left, 20_000))).toEqual(['ample', 'soon', 'last'])
  })
})
