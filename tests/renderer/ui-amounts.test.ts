import { afterEach, describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import BarTable from '../../renderer/ui/BarTable.svelte'
import StockBar from '../../renderer/ui/StockBar.svelte'
import type * as MountModule from './mount-piece.ts'
import { closeConsoles, consoleWith } from './other-console.ts'

const parts = [
  { word: 'Free', tone: 'info', shape: 'ring', count: 12_345 },
  { word: 'Redeemed', tone: 'over', shape: 'check', count: 1 },
  { word: 'Void', tone: 'refused', shape: 'cross', count: 0 },
] as const
const rows = [
  { key: 1, label: 'Luis', value: 12_345, note: '2 undone', href: '/activity?by=1' },
  { key: 2, label: 'Marta', value: 0 },
]
const heads = ['Person', 'Redemptions'] as const

afterEach(closeConsoles)

describe('how a whole is divided', () => {
  const items = () =>
    browser
      .getByRole('list', { name: 'Stock' })
      .getByRole('listitem')
      .elements()
      .map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim())

  test('is said in words, of what there is', async () => {
    await render(StockBar, { label: 'Stock', parts })
    expect(items()).toEqual(['Free 12,345', 'Redeemed 1'])
  })

  test('with a legend is said in full', async () => {
    await render(StockBar, { label: 'Stock', parts, legend: true })
    expect(items()).toEqual(['Free 12,345', 'Redeemed 1', 'Void 0'])
    await expect.element(browser.getByText('Void')).toBeVisible()
  })

  test('gives the least of a great whole a part that can be seen', async () => {
    const { container } = await render(StockBar, { label: 'Stock', parts })
    const widths = [...container.querySelectorAll('[title]')].map(
      (part) => part.getBoundingClientRect().width,
    )
    expect(widths).toHaveLength(2)
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(4)
  })

  test('of nothing is an empty bar', async () => {
    const { container } = await render(StockBar, { label: 'Stock', parts: [] })
    expect(container.querySelectorAll('[title]')).toHaveLength(0)
    expect(items()).toEqual([])
  })
})

describe('amounts below each other', () => {
  test('are a table: what each is of, its number, and where its rows are', async () => {
    await render(BarTable, { label: 'By person', heads, rows })
    const table = browser.getByRole('table', { name: 'By person' })
    await expect.element(table.getByRole('columnheader', { name: 'Redemptions' })).toBeInTheDocument()
    await expect.element(table.getByRole('rowheader', { name: 'Luis · 2 undone' })).toBeVisible()
    await expect.element(table.getByRole('cell', { name: '12,345' })).toBeVisible()
    await expect.element(table.getByRole('link', { name: 'Luis' })).toHaveAttribute('href', '/activity?by=1')
  })

  test('have a bar as long as their share of the greatest, and none for nothing', async () => {
    const { container } = await render(BarTable, {
      label: 'By person',
      heads,
      rows: [...rows, { key: 3, label: 'Jon', value: 3 }],
    })
    const bars = [...container.querySelectorAll('tbody tr')].map((row) => row.querySelectorAll('rect')[1])
    expect(bars.map((bar) => bar?.getAttribute('width'))).toEqual(['100%', undefined, '1%'])
  })

  test('of nothing are a table without rows', async () => {
    await render(BarTable, { label: 'By person', heads, rows: [] })
    expect(browser.getByRole('table', { name: 'By person' }).getByRole('cell').elements()).toEqual([])
  })
})

test.each([
  ['en-GB', '12,345'],
  ['es-ES', '12.345'],
])('amounts are written as readers of %s are used to', async (language, written) => {
  const read = consoleWith([language])
  const { textOf } = (await read('/tests/renderer/mount-piece.ts')) as typeof MountModule
  const textIn = async (path: string, props: Record<string, unknown>): Promise<string> =>
    textOf((await read(path))['default'], props)
  expect(await textIn('/renderer/ui/BarTable.svelte', { label: 'By person', heads, rows })).toContain(written)
  expect(await textIn('/renderer/ui/StockBar.svelte', { label: 'Stock', parts })).toContain(written)
})
