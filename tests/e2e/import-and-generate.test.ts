import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium, keepScreen, leave, logInAs, visit, type Visit } from '../support/browser.ts'
import { openDemoStore, type DemoStore } from '../support/demo-store.ts'

/** A manager fills a book: by files that are refused first, and by codes made by chance. */

let demo: DemoStore
let visitor: Visit
let store: pg.Client
/** The address of a book of the demo store. */
let book: string

beforeAll(async () => {
  if (!hasChromium) return
  demo = await openDemoStore()
  visitor = await visit(demo.url)
  store = new pg.Client({ connectionString: demo.databaseUrl })
  await store.connect()
})

afterAll(async () => {
  if (!hasChromium) return
  await leave(visitor)
  await store.end()
  await demo.close()
})

const button = (name: string | RegExp) => visitor.page.getByRole('button', { name })
const progress = (name: string) => visitor.page.getByRole('progressbar', { name })

/** Chooses a file of these lines. */
async function choose(name: string, lines: readonly string[]): Promise<void> {
  const buffer = Buffer.from(lines.join('\n'))
  await visitor.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer })
}

async function couponsOfStore(): Promise<number> {
  const { rows } = await store.query<{ count: number }>('select count(*)::int as count from coupons')
  return rows[0]?.count ?? 0
}

describe.skipIf(!hasChromium)('codes from a file', () => {
  test('without a column of that name are asked for, and wait until it is chosen', async () => {
    const { page } = visitor
    await logInAs(page, 'manager@demo.example', 'cuponera-demo')
    await page.getByRole('link', { name: /^Welcome/ }).click()
    await page.waitForURL(/\/books\/\d+$/)
    book = page.url()
    await page.goto(`${book}/import`)
    await choose('vouchers.csv', ['voucher;town', 'VCH-0001;Madrid', 'VCH-0002;Jaca'])
    await page.getByText('Which column holds the codes?').waitFor()
    expect(await button(/^Import \d/).count()).toBe(0)
    await button('Column 1').click()
    await button('Import 2 codes').waitFor()
    await keepScreen(page, 'import-1-column')
  })

  test('that are doubled or no codes are told with their lines, before and after, and kept as a CSV', async () => {
    const { page } = visitor
    await button('Choose another file').click()
    await choose('mistakes.csv', ['code', 'MIS-1', 'mis 1', 'no*code', '', 'MIS-2'])
    await button(/1 Twice in this file/).click()
    await page.getByRole('row', { name: '3 mis 1 Twice in this file' }).waitFor()
    await button(/2 Not a code/).click()
    await page.getByRole('row', { name: '4 no*code Has characters that no code may have' }).waitFor()
    await keepScreen(page, 'import-2-refused')
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      button('Download all refused lines as CSV').click(),
    ])
    const told = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n')
    expect(told.slice(1)).toEqual(['3,mis 1,duplicate_in_file', '4,no*code,invalid_characters', '5,,empty'])
    await button('Import 2 codes').click()
    await page.getByText('2 codes imported').waitFor()
    await page.getByText('3 lines refused, see below.').waitFor()
    await page.getByRole('link', { name: 'All imports' }).click()
    await page.getByRole('row', { name: /mistakes\.csv .*Done 2 3/ }).waitFor()
    await page.getByRole('link', { name: 'mistakes.csv' }).click()
    await page.getByText('2 codes imported').waitFor()
  })

  test('by the hundred thousand leave the page to its person, who may go and come back', async () => {
    const { page } = visitor
    const before = await couponsOfStore()
    await button('Import another file').click()
    const many = Array.from({ length: 100_000 }, (_, index) => `MANY-${String(index)}`)
    await choose('many.csv', ['code', ...many])
    await button('Import 100,000 codes').waitFor({ timeout: 60_000 })
    // The job is held at its work, so that it is at work for as long as this looks.
    await store.query('begin')
    await store.query('lock table coupons in share mode')
    await button('Import 100,000 codes').click()
    await progress('Making the coupons').waitFor({ timeout: 60_000 })
    await button('Show: What we read').click()
    const preview = page.getByRole('table', { name: 'The first lines of the file' })
    expect(await preview.getByRole('row').count()).toBe(10)
    await button('Fold: What we read').click()
    await page.getByRole('link', { name: 'Customers' }).click()
    await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor()
    await page.goBack()
    await progress('Making the coupons').waitFor()
    await store.query('rollback')
    await page.getByText('100,000 codes imported').waitFor({ timeout: 60_000 })
    expect(await couponsOfStore()).toBe(before + 100_000)
  })

  test('that are cancelled on the way leave nothing', async () => {
    const { page } = visitor
    const before = await couponsOfStore()
    await button('Import another file').click()
    await choose('stopped.csv', ['code', 'STOP-1', 'STOP-2'])
    await button('Import 2 codes').waitFor()
    // It waits at its work, so that it is at work for as long as this looks.
    await store.query('begin')
    await store.query('lock table coupons in share mode')
    await button('Import 2 codes').click()
    await button('Cancel the import').click()
    await page.getByText('The import was cancelled').waitFor()
    await store.query('rollback')
    await page.getByText('Nothing of the file was kept.').waitFor()
    expect(await couponsOfStore()).toBe(before)
    await page.getByRole('link', { name: 'All imports' }).click()
    await page.getByRole('row', { name: /stopped\.csv .*Cancelled 0 0/ }).waitFor()
  })
})

test.skipIf(!hasChromium)(
  'customers from a file: who has no address is refused, the others are there',
  async () => {
    const { page } = visitor
    await page.getByRole('link', { name: 'Customers' }).click()
    await page.getByRole('link', { name: 'Import customers' }).click()
    await choose('people.csv', ['name,email', 'Noor Haddad,noor@demo.example', 'Jo Nowhere,nowhere'])
    await button(/1 Not right/).click()
    await page.getByRole('row', { name: '3 nowhere Not an e-mail address' }).waitFor()
    await keepScreen(page, 'import-3-customers')
    await button('Import 1 customer').click()
    await page.getByText('1 customer imported').waitFor()
    await page.getByRole('link', { name: 'See the customers' }).click()
    await page.getByRole('row', { name: /Noor Haddad/ }).waitFor()
  },
)

test.skipIf(!hasChromium)(
  'members from a file: who is nobody’s customer is refused, the others are in the pool',
  async () => {
    const { page } = visitor
    await page.getByRole('link', { name: 'Pools' }).click()
    await page.getByRole('button', { name: 'New pool' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('From a file')
    await page.getByRole('dialog').getByRole('button', { name: 'Make the pool' }).click()
    await page.getByRole('link', { name: 'Import', exact: true }).click()
    await choose('members.csv', ['email', 'ana@demo.example', 'nobody@demo.example', 'MAI@demo.example'])
    await button(/1 Not in the store/).click()
    await page.getByRole('row', { name: /^3 nobody@demo\.example Not in the store/ }).waitFor()
    await keepScreen(page, 'import-4-members')
    await button('Add 2 members').click()
    await page.getByText('2 members added').waitFor()
    await page.getByRole('link', { name: 'See the pool' }).click()
    await page.getByText('2 members', { exact: true }).waitFor()
    await page.getByRole('row', { name: /Ana Pérez/ }).waitFor()
  },
)

describe.skipIf(!hasChromium)('generated codes', () => {
  test('that could be guessed are refused before they are made, with the length that will do', async () => {
    const { page } = visitor
    await page.goto(`${book}/generate`)
    await page.getByLabel('How many').fill('1000')
    await page.getByLabel('Pattern').fill('NIGHT-{}')
    await page.getByLabel('Length of {}').fill('3')
    await page.getByText('Too few different codes').waitFor()
    expect(await button('Make 1,000 codes').isDisabled()).toBe(true)
    await button('Make {} 6 long').click()
    await keepScreen(page, 'generate-1-ready')
  })

  test('are made, exactly as many, and lead to the book', async () => {
    const { page } = visitor
    const before = await couponsOfStore()
    await button('Make 1,000 codes').click()
    await page.getByText('1,000 codes made').waitFor()
    expect(await couponsOfStore()).toBe(before + 1000)
    await page.getByRole('link', { name: 'See the codes' }).click()
    await page.getByRole('link', { name: /^Generated/ }).waitFor()
    const shown = page.getByRole('table', { name: 'Coupons' }).getByRole('row').getByRole('link')
    await shown.first().waitFor()
    for (const code of await shown.allInnerTexts()) expect(code).toMatch(/^NIGHT-\w{6}$/)
  })

  test('that are cancelled leave nothing', async () => {
    const { page } = visitor
    const before = await couponsOfStore()
    await page.goto(`${book}/generate`)
    await page.getByLabel('How many').fill('1000000')
    await button('Make 1,000,000 codes').click()
    await progress('Making the codes').waitFor()
    await page.reload()
    await button('Cancel').click()
    await page.getByText('Nothing of it was kept.').waitFor()
    expect(await couponsOfStore()).toBe(before)
    await keepScreen(page, 'generate-2-cancelled')
  })

  test('that were left before their turn are found in the history, and followed from there', async () => {
    const { page } = visitor
    await button('Back to the form').click()
    await page.getByLabel('How many').fill('20')
    await page.getByLabel('Pattern').fill('LATE-{}')
    // Another generation is at work, for as long as this looks.
    await store.query('begin')
    await store.query('select pg_advisory_xact_lock(478006, 0)')
    await button('Make 20 codes').click()
    await progress('Getting ready').waitFor()
    await page.getByRole('link', { name: 'All generations' }).click()
    await page.getByRole('row', { name: /^Welcome.* NIGHT-\{\} Done 1,000 1,000/ }).waitFor()
    await page.getByRole('row', { name: /\{\} Cancelled 1,000,000 0/ }).waitFor()
    const left = page.getByRole('row', { name: /LATE-\{\} Running 20 0/ })
    await left.waitFor()
    await keepScreen(page, 'generate-3-history')
    await left.getByRole('link').click()
    await progress('Getting ready').waitFor()
    await store.query('rollback')
    await page.getByText('20 codes made').waitFor()
  })
})
