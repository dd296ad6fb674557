import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import { periodsOf, periodWords } from '../../renderer/reports/periods.ts'
import { spanOf } from '../../renderer/reports/report-span.ts'
import type { ChartColumn } from '../../renderer/ui/chart-column.ts'
import ColumnChart from '../../renderer/ui/ColumnChart.svelte'
import { scaleFor } from '../../renderer/ui/scale.ts'
import { stats } from './store.ts'

describe('a scale', () => {
  test('of nothing, of one and of few has whole steps', () => {
    expect(scaleFor(0)).toEqual({ top: 1, ticks: [0, 1] })
    expect(scaleFor(1)).toEqual({ top: 1, ticks: [0, 1] })
    expect(scaleFor(3)).toEqual({ top: 3, ticks: [0, 1, 2, 3] })
    expect(scaleFor(5)).toEqual({ top: 6, ticks: [0, 2, 4, 6] })
  })

  test('of any amount reaches it in at most four round steps', () => {
    for (const greatest of [7, 10, 11, 99, 1_234, 9_999, 10_001, 300_000, 1_000_000]) {
      const { top, ticks } = scaleFor(greatest)
      expect(top, String(greatest)).toBeGreaterThanOrEqual(greatest)
      expect(top, String(greatest)).toBeLessThan(greatest * 2)
      expect(ticks.length, String(greatest)).toBeLessThanOrEqual(5)
      expect(String(ticks[1]), String(greatest)).toMatch(/^[125]0*$/)
    }
  })
})

describe('periods', () => {
  const day = (date: string, redemptions: number, rolled_back = 0) => ({ date, redemptions, rolled_back })

  test('are days, each there, also one of which nothing is told', () => {
    expect(periodsOf('2026-03-28', '2026-03-30', [day('2026-03-30', 4, 1)])).toEqual({
      unit: 'day',
      periods: [
        { first: '2026-03-28', last: '2026-03-28', redemptions: 0, rolled_back: 0 },
        { first: '2026-03-29', last: '2026-03-29', redemptions: 0, rolled_back: 0 },
        { first: '2026-03-30', last: '2026-03-30', redemptions: 4, rolled_back: 1 },
      ],
    })
  })

  test('of a long time are weeks from Monday, the first and last cut to it', () => {
    const { unit, periods } = periodsOf('2026-09-10', '2026-12-02', [
      day('2026-10-19', 1),
      day('2026-10-25', 2),
      day('2026-10-26', 4),
    ])
    expect(unit).toBe('week')
    expect(periods[0]).toMatchObject({ first: '2026-09-10', last: '2026-09-13' })
    expect(periods.at(-1)).toMatchObject({ first: '2026-11-30', last: '2026-12-02' })
    expect(periods.filter(({ redemptions }) => redemptions > 0)).toEqual([
      { first: '2026-10-19', last: '2026-10-25', redemptions: 3, rolled_back: 0 },
      { first: '2026-10-26', last: '2026-11-01', redemptions: 4, rolled_back: 0 },
    ])
  })

  test('of years are months, and of many years are years', () => {
    const months = periodsOf('2024-01-15', '2026-02-28', [day('2024-02-29', 7), day('2024-12-31', 1)])
    expect(months.unit).toBe('month')
    expect(months.periods).toHaveLength(26)
    expect(months.periods[0]).toMatchObject({ first: '2024-01-15', last: '2024-01-31' })
    expect(months.periods[1]).toMatchObject({ last: '2024-02-29', redemptions: 7 })
    const years = periodsOf('1990-06-01', '2026-05-31', [day('2020-01-01', 5)])
    expect(years.unit).toBe('year')
    expect(years.periods).toHaveLength(37)
    expect(years.periods[30]).toMatchObject({ first: '2020-01-01', redemptions: 5 })
  })

  test('lose nothing, whatever the length', () => {
    const days = Array.from({ length: 3000 }, (_, index) =>
      day(new Date(Date.UTC(2020, 0, 1 + index)).toISOString().slice(0, 10), index),
    )
    for (const length of [1, 62, 63, 434, 435, 1884, 1885, 3000]) {
      const some = days.slice(0, length)
      const { periods } = periodsOf('2020-01-01', some.at(-1)?.date ?? '', some)
      const sum = (list: readonly { redemptions: number }[]) =>
        list.reduce((total, { redemptions }) => total + redemptions, 0)
      expect(sum(periods), String(length)).toBe(sum(some))
      expect(periods.length, String(length)).toBeLessThanOrEqual(63)
    }
  })

  test('in the store’s time zone are whole days when the clocks change', () => {
    // 25 hours of Madrid: from midnight to midnight when the clocks go back.
    const back = { from: '2026-10-24T22:00:00.000Z', to: '2026-10-25T23:00:00.000Z' }
    expect(spanOf(stats(back))).toEqual({ first: '2026-10-25', last: '2026-10-25' })
    const on = { from: '2026-03-28T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z' }
    expect(spanOf(stats(on))).toEqual({ first: '2026-03-29', last: '2026-03-29' })
    const both = { from: '2026-03-28T23:00:00.000Z', to: '2026-10-25T23:00:00.000Z' }
    const { first, last } = spanOf(stats(both))
    const { unit, periods } = periodsOf(first, last, [day('2026-03-29', 1), day('2026-10-25', 2)])
    expect(unit).toBe('week')
    expect(periods[0]).toMatchObject({ first: '2026-03-29', last: '2026-03-29', redemptions: 1 })
    expect(periods.at(-1)).toMatchObject({ first: '2026-10-19', last: '2026-10-25', redemptions: 2 })
  })

  test('are told by their days', () => {
    expect(periodWords({ first: '2026-05-03', last: '2026-05-03' })).toBe('Sunday, 3 May 2026')
    expect(periodWords({ first: '2026-05-04', last: '2026-05-10' })).toBe('4 May 2026 – 10 May 2026')
  })
})

describe('columns', () => {
  async function draw(columns: ChartColumn[]): Promise<SVGRectElement[]> {
    await render(ColumnChart, { label: 'Uses', columns })
    const list = browser.getByRole('list', { name: 'Uses' })
    await expect.element(list).toBeVisible()
    await expect.poll(() => document.querySelector('svg')?.clientWidth ?? 0).toBeGreaterThan(100)
    return [...document.querySelectorAll<SVGRectElement>('svg > rect')]
  }
  const column = (solid: number, striped = 0, href?: string): ChartColumn => ({
    tick: 'x',
    words: `${solid} and ${striped}`,
    solid,
    striped,
    href,
  })
  const heightOf = (rect: SVGRectElement | undefined) => Number(rect?.getAttribute('height'))

  test('are as high as their amounts, zero has none, and what is undone stands on what counts', async () => {
    const [none, one, whole, undone] = await draw([column(0), column(1_000), column(2_000, 1_000)])
    expect(heightOf(none)).toBe(0)
    expect(heightOf(whole)).toBeCloseTo(2 * heightOf(one))
    expect(heightOf(undone)).toBeCloseTo(heightOf(one))
    expect(Number(undone?.getAttribute('y')) + heightOf(undone)).toBeCloseTo(Number(whole?.getAttribute('y')))
  })

  test('of nothing at all draw the ground alone', async () => {
    expect((await draw([column(0), column(0)])).map(heightOf)).toEqual([0, 0])
    expect([...document.querySelectorAll('svg text')].map((text) => text.textContent)).toContain('1')
  })

  test('of 62 days stay apart on a telephone, and what is under them does not touch', async () => {
    await browser.viewport(390, 844)
    try {
      const rects = await draw(
        Array.from({ length: 62 }, (_, index) => ({ ...column(index), tick: '28 Sept' })),
      )
      const edges = rects.map((rect) => Number(rect.getAttribute('x')))
      const width = Number(rects[0]?.getAttribute('width'))
      for (const [index, left] of edges.slice(1).entries())
        expect(left).toBeGreaterThanOrEqual((edges[index] ?? 0) + width)
      const ticks = [...document.querySelectorAll('svg text[text-anchor=middle]')].map((text) =>
        text.getBoundingClientRect(),
      )
      expect(ticks.length).toBeGreaterThan(2)
      for (const [index, tick] of ticks.slice(1).entries())
        expect(tick.left).toBeGreaterThan(ticks[index]?.right ?? 0)
      const edge = document.querySelector('svg')?.getBoundingClientRect().right ?? 0
      expect(ticks.at(-1)?.right).toBeLessThan(edge + 16)
    } finally {
      await browser.viewport(1280, 800)
    }
  })

  test.each([1, 2, 7, 31, 62])(
    'of %i days say what they are within the picture, on a telephone',
    async (days) => {
      await browser.viewport(360, 740)
      try {
        const words = 'miércoles, 11 de noviembre de 2026: 12.345 canjes, 123 deshechos'
        await draw(Array.from({ length: days }, (_, index) => ({ ...column(index), words })))
        const picture = document.querySelector('svg')?.getBoundingClientRect()
        for (const saying of document.querySelectorAll('[data-column] > span')) {
          const { left, right } = saying.getBoundingClientRect()
          expect(left).toBeGreaterThanOrEqual(picture?.left ?? 0)
          expect(right).toBeLessThanOrEqual(picture?.right ?? 0)
        }
      } finally {
        await browser.viewport(1280, 800)
      }
    },
  )

  test('lead where their rows are; those that lead nowhere are read and no links', async () => {
    await draw([column(1, 0, '/redemptions'), column(2)])
    await expect
      .element(browser.getByRole('link', { name: '1 and 0' }))
      .toHaveAttribute('href', '/redemptions')
    await expect.element(browser.getByRole('img', { name: '2 and 0' })).toBeVisible()
  })
})
