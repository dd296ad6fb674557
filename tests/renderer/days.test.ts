import { afterEach, describe, expect, test, vi } from 'vitest'
import { dateRange } from '../../renderer/shared/date-range.svelte.ts'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { addDays, dayOf, daysIn, isDay, startOfDay } from '../../renderer/ui/days.ts'
import { atPlace } from './till-support.ts'

const hours = (day: string, zone: string): number =>
  (startOfDay(addDays(day, 1), zone).getTime() - startOfDay(day, zone).getTime()) / 3_600_000

describe('a day of the store', () => {
  test('that there is none of is refused', () => {
    for (const text of [
      '',
      'today',
      '2026-2-3',
      '2026-02-30',
      '2026-13-01',
      '0020-05-01',
      '9999-12-01',
      '2026-05-01T00:00',
    ])
      expect(isDay(text), text).toBe(false)
    expect(isDay('2028-02-29')).toBe(true)
  })

  test('begins at midnight there, wherever this screen is', () => {
    expect(startOfDay('2026-05-04', 'Europe/Madrid').toISOString()).toBe('2026-05-03T22:00:00.000Z')
    expect(startOfDay('2026-05-04', 'Pacific/Auckland').toISOString()).toBe('2026-05-03T12:00:00.000Z')
    expect(startOfDay('2026-05-04', 'Pacific/Pago_Pago').toISOString()).toBe('2026-05-04T11:00:00.000Z')
    expect(dayOf('2026-05-03T22:00:00Z', 'Europe/Madrid')).toBe('2026-05-04')
    expect(dayOf('2026-05-03T21:59:59Z', 'Europe/Madrid')).toBe('2026-05-03')
  })

  test('has 23 hours when the clocks go on and 25 when they go back', () => {
    expect(hours('2026-03-28', 'Europe/Madrid')).toBe(24)
    expect(hours('2026-03-29', 'Europe/Madrid')).toBe(23)
    expect(hours('2026-03-30', 'Europe/Madrid')).toBe(24)
    expect(hours('2026-10-24', 'Europe/Madrid')).toBe(24)
    expect(hours('2026-10-25', 'Europe/Madrid')).toBe(25)
    expect(hours('2026-10-26', 'Europe/Madrid')).toBe(24)
  })

  test('begins later where its midnight is skipped, and at the first of two midnights', () => {
    // Beirut: the clocks go from 0:00 to 1:00, and in autumn from 0:00 back to 23:00.
    expect(startOfDay('2026-03-29', 'Asia/Beirut').toISOString()).toBe('2026-03-28T22:00:00.000Z')
    expect(hours('2026-03-29', 'Asia/Beirut')).toBe(23)
    expect(hours('2026-10-24', 'Asia/Beirut')).toBe(25)
    // Havana: from 1:00 back to 0:00.
    expect(startOfDay('2026-11-01', 'America/Havana').toISOString()).toBe('2026-11-01T04:00:00.000Z')
    expect(hours('2026-11-01', 'America/Havana')).toBe(25)
  })

  test('is counted from in days, whatever the clocks did between', () => {
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
    expect(daysIn('2026-03-28', '2026-03-30')).toBe(3)
    expect(daysIn('2026-10-25', '2026-10-25')).toBe(1)
  })
})

describe('a span in the address bar', () => {
  atPlace('/activity')
  afterEach(() => {
    vi.useRealTimers()
  })

  /** The span at an address, on the afternoon after the clocks went back in Madrid. */
  function spanAt(query: string) {
    vi.useFakeTimers({ now: new Date('2026-10-26T15:00:00Z'), toFake: ['Date'] })
    navigate(`/activity${query}`, { replace: true })
    return dateRange('all')
  }

  test('that is none says why, and asks for nothing', () => {
    expect(spanAt('?from=2026-05-02&to=2026-05-01').problem).toBe(
      'The last day must not be before the first.',
    )
    expect(spanAt('?from=2026-02-30').problem).toBe('This is not a day. Choose one from 1900 on.')
    expect(spanAt('?to=0020-05-01').instants).toBeUndefined()
  })

  test('of a name that there is not is the usual one', () => {
    expect(spanAt('?range=fortnight').name).toBe('all')
    expect(spanAt('').instants).toEqual({ from: null, to: null })
  })

  test('ends now, with today counted', () => {
    expect(spanAt('?range=today').instants).toEqual({ from: '2026-10-25T23:00:00.000Z', to: null })
    expect(spanAt('?range=7d').instants).toEqual({ from: '2026-10-19T22:00:00.000Z', to: null })
  })

  test('of own days has the whole of the last one, and is open where a day is not said', () => {
    expect(spanAt('?from=2026-10-25&to=2026-10-25').instants).toEqual({
      from: '2026-10-24T22:00:00.000Z',
      to: '2026-10-25T23:00:00.000Z',
    })
    expect(spanAt('?from=2026-10-25').instants).toEqual({ from: '2026-10-24T22:00:00.000Z', to: null })
  })

  test('begins as what was shown when own days are chosen, and is as it was when they are not', () => {
    const span = spanAt('?range=7d&book=3')
    span.name = 'own'
    expect(window.location.search).toBe('?range=own&book=3&from=2026-10-20&to=2026-10-26')
    span.last = '2026-10-21'
    expect(span.query).toEqual({ range: 'own', from: '2026-10-20', to: '2026-10-21' })
    span.name = 'all'
    expect(window.location.search).toBe('?book=3')
  })
})
