import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enterTo, hasChromium, keepScreen, leave, logInAs, scan, visit } from '../support/browser.ts'
import { runHeadless, stop, type HeadlessProgram } from '../support/program.ts'

/** A store's first day on an empty machine: the embedded database, one browser, the first steps, a file, a customer, a coupon. */

const dataDir = mkdtempSync(join(tmpdir(), 'cuponera-first-day-'))
const email = 'ada@first.example'
const password = 'a first password'
let program: HeadlessProgram

const start = (): HeadlessProgram => runHeadless({ CUPONERA_DATA_DIR: join(dataDir, 'store') })

beforeAll(() => {
  // The database's own account must pass through.
  chmodSync(dataDir, 0o755)
  program = start()
})

afterAll(async () => {
  await stop(program)
  rmSync(dataDir, { recursive: true, force: true })
})

const codes = Array.from({ length: 10_000 }, (_, n) => `FIRST-${String(n).padStart(5, '0')}`)
const file = {
  name: 'first.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(['code', ...codes, 'FIRST-00001', 'bad\u0007code', ''].join('\r\n')),
}

test.skipIf(!hasChromium)(
  'from an empty machine to a redeemed coupon, which is there again after a restart',
  async () => {
    const visitor = await visit(await program.ready)
    const { page } = visitor

    // Who are you.
    await page
      .getByLabel('Your name')
      .or(page.getByLabel('Name', { exact: true }))
      .fill('Ada Admin')
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await keepScreen(page, 'first-day-1-set-up')
    await page.keyboard.press('Enter')

    // One button, and there is a coupon to try.
    await page.getByRole('heading', { name: 'Books' }).waitFor()
    const steps = page.getByRole('region', { name: 'First steps' })
    await steps.getByText('0 of 4 done').waitFor()
    await keepScreen(page, 'first-day-2-first-steps')
    await steps.getByRole('button', { name: 'Begin with a sample' }).click()
    const card = page.getByRole('region', { name: 'The scanned coupon' })
    await card.getByText('belongs to Ana Alba').waitFor()
    const code = new URL(page.url()).searchParams.get('code') ?? ''
    await page.getByRole('link', { name: 'Books' }).click()
    await steps.getByText('3 of 4 done').waitFor()
    await keepScreen(page, 'first-day-3-sample')

    // The tour of the till, by keyboard; a scan ends it.
    await page.getByRole('link', { name: 'Till', exact: true }).click()
    await page.getByRole('link', { name: 'Take a short tour' }).click()
    const tour = page.getByRole('dialog')
    await tour.getByText('1 of 5').waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowLeft')
    await tour.getByText('2 of 5').waitFor()
    await keepScreen(page, 'first-day-4-tour')
    await scan(page, code)
    await card.getByText('belongs to Ana Alba').waitFor()
    expect(await tour.count()).toBe(0)

    // Nothing of the store is left to do.
    await enterTo(page, 'Lock')
    await enterTo(page, 'Redeem')
    await card
      .getByText(/^Receipt \d+$/)
      .first()
      .waitFor()
    await page.getByRole('link', { name: 'Books' }).click()
    await page.getByRole('link', { name: 'Sample book' }).waitFor()
    expect(await steps.count()).toBe(0)

    // A book of one's own.
    await page.getByRole('button', { name: 'New book' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Opening week')
    await keepScreen(page, 'first-day-5-new-book')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^(Make|Create|Add)/ })
      .click()
    await page.getByRole('heading', { name: 'Opening week' }).waitFor()

    // Ten thousand codes from a file.
    await page
      .getByRole('link', { name: 'Import codes' })
      .or(page.getByRole('button', { name: 'Import codes' }))
      .first()
      .click()
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('button', { name: 'Import 10,000 codes' }).waitFor()
    await keepScreen(page, 'first-day-6-trial-run')
    const began = performance.now()
    await page.getByRole('button', { name: 'Import 10,000 codes' }).click()
    await page.getByText('10,000 codes imported').waitFor()
    console.log(
      `10,000 codes imported through the console in ${((performance.now() - began) / 1000).toFixed(1)} s`,
    )
    await expect.poll(() => page.getByText('Twice in this file').count()).toBeGreaterThan(0)
    await keepScreen(page, 'first-day-7-imported')

    // At the till: a free code, a customer made on the spot, a lock, a redemption.
    await page.getByRole('link', { name: 'Till' }).click()
    await scan(page, 'first 04711')
    await card.getByText('belongs to nobody yet').waitFor()
    await keepScreen(page, 'first-day-8-free')
    await card.getByLabel('Customer’s e-mail or name').fill('rosa@first.example')
    await card.getByRole('button', { name: 'New customer' }).click()
    await card.getByLabel('Name').fill('Rosa Ruiz')
    await card.getByRole('button', { name: 'Make and assign' }).click()
    await card.getByText('belongs to Rosa Ruiz').waitFor()
    await enterTo(page, 'Lock')
    await card.getByText('Locked by you').waitFor()
    const clock = card.getByRole('timer')
    const first = await clock.textContent()
    await expect.poll(() => clock.textContent()).not.toBe(first)
    await keepScreen(page, 'first-day-9-locked')

    // A reload in the middle of a sale keeps the lock and its countdown.
    await page.reload()
    await card.getByText('Locked by you').waitFor()
    await enterTo(page, 'Redeem')
    await card
      .getByText(/^Receipt \d+$/)
      .first()
      .waitFor()
    await keepScreen(page, 'first-day-10-redeemed')
    await leave(visitor)

    // The next morning.
    expect(await stop(program)).toBe(0)
    program = start()
    const returning = await visit(await program.ready)
    await logInAs(returning.page, email, password)
    await returning.page.getByRole('link', { name: 'Till' }).click()
    await scan(returning.page, 'FIRST-04711')
    await returning.page.getByText('Redeemed already').waitFor()
    await keepScreen(returning.page, 'first-day-11-next-morning')
    await leave(returning)
  },
  180_000,
)
