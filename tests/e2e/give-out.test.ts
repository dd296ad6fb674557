import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  enterTo,
  hasChromium,
  keepScreen,
  leave,
  logInAs,
  scan,
  visit,
  type Visit,
} from '../support/browser.ts'
import { openDemoStore, type DemoStore } from '../support/demo-store.ts'
import { scanPicture } from '../support/scanner.ts'

/** A manager gives the codes of a book to a pool, prints some, takes them out as a file, and voids the rest. */

const codes = ['GIVE-0001', 'GIVE-0002', 'GIVE-0003', 'GIVE-0004', 'GIVE-0005']
let demo: DemoStore
let visitor: Visit
/** The address of the book that is given out. */
let book: string
/** A code of it that somebody got. */
let given: string

beforeAll(async () => {
  if (!hasChromium) return
  demo = await openDemoStore()
  visitor = await visit(demo.url)
})

afterAll(async () => {
  if (!hasChromium) return
  await leave(visitor)
  await demo.close()
})

const dialog = () => visitor.page.getByRole('dialog')
const preFlight = () => visitor.page.getByRole('region', { name: 'What will happen' })
const giveButton = () => preFlight().getByRole('button', { name: /^Give codes|^Give \d/ })
const hindrance = (words: string) => preFlight().getByRole('alert').getByText(words)

/** Presses a button that brings a file, and reads it. */
async function fileFrom(button: string): Promise<string[]> {
  const [download] = await Promise.all([
    visitor.page.waitForEvent('download'),
    visitor.page.getByRole('button', { name: button }).click(),
  ])
  const text = await readFile(await download.path(), 'utf8')
  return text.trim().split('\r\n').slice(1)
}

const card = () => visitor.page.getByRole('region', { name: 'The scanned coupon' })

async function chooseAutumn(): Promise<void> {
  const { page } = visitor
  const found = page.getByRole('list', { name: 'Books found' })
  await page.getByRole('textbox', { name: 'Search books by name' }).fill('autumn')
  // Until it is the only one, what is to be pressed still moves.
  await expect.poll(() => found.getByRole('listitem').count()).toBe(1)
  await found.getByText('Autumn leaflet').click()
}

/** Switches what is shown off or on. */
async function turn(more: string, verb: string): Promise<void> {
  const { page } = visitor
  await page.getByRole('button', { name: more }).click()
  await page.getByRole('menuitem', { name: verb }).click()
  await dialog().getByRole('button', { name: verb }).click()
  await dialog().waitFor({ state: 'detached' })
}

const field = (line: string, at: number): string => line.split(',').at(at) ?? ''

/** Makes a book of these codes and stays on it. */
async function makeBook(name: string): Promise<void> {
  const { page } = visitor
  await page.getByRole('link', { name: 'Books', exact: true }).click()
  await page.getByRole('button', { name: 'New book' }).click()
  await dialog().getByLabel('Name').fill(name)
  await dialog().getByRole('button', { name: 'Make the book' }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  book = new URL(page.url()).pathname
  await page.getByRole('link', { name: 'Import codes' }).first().click()
  await page.getByRole('button', { name: 'Paste codes' }).click()
  await page.getByRole('textbox', { name: /^Codes, one/ }).fill(codes.join('\n'))
  await page.getByRole('button', { name: 'Check these codes' }).click()
  await page.getByRole('button', { name: 'Import 5 codes' }).click()
  await page.getByRole('link', { name: 'See the codes' }).click()
  await page.getByRole('row', { name: /GIVE-0005/ }).waitFor()
}

describe.skipIf(!hasChromium)('a book is given to a pool', () => {
  test('that is empty: refused, with the way to its members', async () => {
    const { page } = visitor
    await logInAs(page, 'manager@demo.example', 'cuponera-demo')
    await makeBook('Autumn leaflet')
    await page.getByRole('link', { name: 'Pools' }).click()
    await page.getByRole('button', { name: 'New pool' }).click()
    await dialog().getByLabel('Name').fill('Nobody yet')
    await dialog().getByRole('button', { name: 'Make the pool' }).click()
    await page.getByText('Nobody in this pool yet').waitFor()
    await page.getByRole('link', { name: 'Distribute' }).click()
    await chooseAutumn()
    await hindrance('Nobody in this pool can receive').waitFor()
    expect(await giveButton().isDisabled()).toBe(true)
    await keepScreen(page, 'give-1-empty-pool')
    await preFlight().getByRole('link', { name: 'Add members' }).click()
    await page.getByText('Nobody in this pool yet').waitFor()
  })

  test('with too few codes: refused, saying how many are short, and nobody gets any', async () => {
    const { page } = visitor
    await page.goto(new URL(book, page.url()).href)
    await page.getByRole('link', { name: 'Distribute' }).click()
    await page.getByRole('list', { name: 'Pools found' }).getByText('Regulars').click()
    await page.getByLabel('Codes for each member').fill('2')
    await hindrance('Too few codes: 12 needed, 5 free').waitFor()
    expect(await giveButton().isDisabled()).toBe(true)
    await keepScreen(page, 'give-2-too-few')
  })

  test('as far as it goes: does what it said, and its report has every code', async () => {
    const { page } = visitor
    await preFlight().getByRole('button', { name: 'As far as it goes' }).click()
    await preFlight().getByRole('button', { name: 'Give 4 codes to 2 people' }).click()
    await page.getByText('4 codes given to 2 people').waitFor()
    await page.reload()
    await page.getByText('4 codes given to 2 people').waitFor()
    await keepScreen(page, 'give-3-report')
    const lines = await fileFrom('Download CSV for a mail merge')
    const all = lines.map((line) => field(line, -1)).toSorted()
    given = all[0] ?? ''
    expect(new Set(lines.map((line) => field(line, 1))).size).toBe(2)
    expect(all).toHaveLength(4)
    for (const code of all) {
      expect(codes).toContain(code)
      await page.getByRole('listitem').filter({ hasText: code }).first().waitFor()
    }
    await page.getByRole('tab', { name: /^Left out/ }).click()
    await expect.poll(() => page.getByRole('row', { name: /No code was left/ }).count()).toBe(4)
  })

  test('stands in the history of both, and is exported by state', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: 'Autumn leaflet' }).click()
    await page.getByRole('link', { name: 'Regulars' }).waitFor()
    await page.getByRole('tab', { name: 'Coupons' }).click()
    await page.getByRole('combobox', { name: 'State' }).selectOption('ASSIGNED')
    const assigned = await fileFrom('Export “Assigned” as CSV')
    expect(assigned).toHaveLength(4)
    for (const line of assigned) expect(field(line, 2)).toBe('ASSIGNED')
  })
})

test.skipIf(!hasChromium)('a pool that is switched off gets nothing until it is switched on', async () => {
  const { page } = visitor
  await page.getByRole('link', { name: 'Pools' }).click()
  await page.getByRole('link', { name: 'Regulars' }).click()
  await turn('More to do with this pool', 'Switch off')
  await page.getByRole('link', { name: 'Distribute' }).click()
  await chooseAutumn()
  await hindrance('This pool is switched off').waitFor()
  expect(await giveButton().isDisabled()).toBe(true)
  await preFlight().getByRole('link', { name: 'Open the pool' }).click()
  await turn('More to do with this pool', 'Switch on')
  await page.getByRole('link', { name: 'Distribute' }).click()
  await page.getByRole('list', { name: 'Books found' }).getByText('Autumn leaflet').click()
  await preFlight()
    .getByRole('button', { name: 'Give 1 code to 1 person' })
    .or(hindrance('Too few codes'))
    .waitFor()
})

describe.skipIf(!hasChromium)('codes on paper', () => {
  test('are as many labels as were asked for, and a scanner reads each', async () => {
    const { page } = visitor
    await page.goto(new URL(`${book}/print?state=ASSIGNED&layout=large&count=4`, page.url()).href)
    await page.getByRole('button', { name: 'Print 4 labels on 1 page' }).waitFor()
    const labels = page.getByRole('region', { name: 'Preview' }).getByRole('listitem')
    expect(await labels.count()).toBe(4)
    await keepScreen(page, 'give-4-print')
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation').isVisible()).toBe(false)
    const shown = (await labels.locator('.font-mono').allInnerTexts()).toSorted()
    const sheet = page.getByRole('list', { name: 'Page 1 of 1' })
    expect((await scanPicture(await sheet.screenshot(), 8)).toSorted()).toEqual(shown)
    await page.emulateMedia({ media: 'screen' })
  })

  test.for([
    ['a4', [594.96, 841.92]],
    ['letter', [612, 792]],
  ] as const)('fill pages of %s and no other', async ([paper, size]) => {
    const { page } = visitor
    await page.goto(new URL(`/books/1/print?count=50&paper=${paper}`, page.url()).href)
    await page.getByRole('button', { name: 'Print 50 labels on 3 pages' }).waitFor()
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)]
    expect(boxes.map(([, width, height]) => [Math.round(Number(width)), Math.round(Number(height))])).toEqual(
      Array.from({ length: 3 }, () => size.map(Math.round)),
    )
  })
})

describe.skipIf(!hasChromium)('what is left of a book', () => {
  test('is voided with a reason only, and then there is nothing to give', async () => {
    const { page } = visitor
    await page.goto(new URL(book, page.url()).href)
    await page.getByRole('button', { name: 'More to do with this book' }).click()
    await page.getByRole('menuitem', { name: 'Void the free codes' }).click()
    await dialog().getByText('Void the one free code?').waitFor()
    await dialog().getByRole('button', { name: 'Void 1 code' }).click()
    await dialog().getByText('Say why.').waitFor()
    await dialog().getByLabel('Reason').fill('The leaflet is withdrawn')
    await dialog().getByRole('button', { name: 'Void 1 code' }).click()
    await page.getByText('1 code is void').waitFor()
    await page.getByRole('row', { name: /Void/ }).waitFor()
    await page.getByRole('link', { name: 'Distribute' }).click()
    await page.getByRole('list', { name: 'Pools found' }).getByText('Regulars').click()
    await hindrance('No code of this book is free').waitFor()
    expect(await giveButton().isDisabled()).toBe(true)
    await preFlight().getByRole('link', { name: 'Generate codes' }).click()
    await page.getByRole('heading', { level: 1, name: 'Generate codes' }).waitFor()
  })
})

describe.skipIf(!hasChromium)('a book in use', () => {
  test('is refused at the till while it is switched off', async () => {
    const { page } = visitor
    await page.goto(new URL(book, page.url()).href)
    await turn('More to do with this book', 'Switch off')
    await scanAtTill()
    await card().getByRole('heading', { name: 'Book is switched off' }).waitFor()
    await page.goto(new URL(book, page.url()).href)
    await turn('More to do with this book', 'Switch on')
    await scanAtTill()
    await redeem()
  })

  test('whose rules change after a use goes by the new ones at once', async () => {
    const { page } = visitor
    await scanAtTill()
    await card().getByRole('heading', { name: 'Redeemed already' }).waitFor()
    await changeRules(() => page.getByLabel('A coupon works more than once').check())
    await scanAtTill()
    await redeem()
  })

  test('that is ended by its last day is over at the till', async () => {
    const { page } = visitor
    const before = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)
    await changeRules(() => page.getByLabel('Last day').fill(before))
    await page.getByText('Ended', { exact: true }).waitFor()
    await scanAtTill()
    await card().getByRole('heading', { name: 'Book has ended' }).waitFor()
    await keepScreen(page, 'give-5-ended')
  })

  async function scanAtTill(): Promise<void> {
    const { page } = visitor
    await page.getByRole('link', { name: 'Till', exact: true }).click()
    await page.locator('input:focus').and(page.getByLabel('Scan or type a code')).waitFor()
    await scan(page, given)
  }

  async function redeem(): Promise<void> {
    await enterTo(visitor.page, 'Lock')
    await enterTo(visitor.page, 'Redeem')
    await card()
      .getByText(/^Receipt \d+$/)
      .first()
      .waitFor()
  }

  async function changeRules(change: () => Promise<void>): Promise<void> {
    const { page } = visitor
    await page.goto(new URL(`${book}?tab=rules`, page.url()).href)
    await change()
    await page.getByRole('button', { name: 'Save the rules' }).click()
    await page.getByText('Nothing has changed.').waitFor()
  }
})

describe.skipIf(!hasChromium)('coupons of any book', () => {
  test('are selected in the list of all and voided together, as the history of their book tells', async () => {
    const { page } = visitor
    await page.goto(new URL('/books', page.url()).href)
    await page.getByRole('link', { name: 'All coupons' }).click()
    await page.getByRole('heading', { level: 1, name: 'All coupons' }).waitFor()
    await page.goto(new URL('/coupons?state=UNASSIGNED&q=CAFE', page.url()).href)
    const boxes = page.getByRole('checkbox', { name: /^Select CAFE/ })
    const chosen = []
    for (const at of [0, 1]) {
      await boxes.nth(at).check()
      chosen.push((await boxes.nth(at).getAttribute('aria-label'))?.replace('Select ', '') ?? '')
    }
    await page.getByRole('button', { name: 'Void 2 coupons…' }).click()
    await dialog().getByLabel('Reason').fill('Printed twice')
    await dialog().getByRole('button', { name: 'Void 2 coupons' }).click()
    await page.getByText('2 coupons are void').waitFor()
    for (const code of chosen)
      await page.getByRole('link', { name: code, exact: true }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Coffee card' }).first().click()
    await page.getByRole('button', { name: 'More to do with this book' }).click()
    await page.getByRole('menuitem', { name: 'History' }).click()
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor()
    for (const code of chosen)
      await page.getByRole('row', { name: new RegExp(`Printed twice.*${code}`) }).waitFor()
    await page.getByRole('link', { name: 'The book' }).click()
    await page.getByRole('heading', { level: 1, name: 'Coffee card' }).waitFor()
  })
})
