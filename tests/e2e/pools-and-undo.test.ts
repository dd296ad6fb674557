import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  enterTo,
  hasChromium,
  keepScreen,
  leave,
  logInAs,
  logOut,
  scan,
  visit,
  type Visit,
} from '../support/browser.ts'
import { openDemoStore, type DemoStore } from '../support/demo-store.ts'

/** A manager gathers a pool; staff redeem one coupon too many, ask to have it undone, and redeem it again. */

const password = 'cuponera-demo'
const reason = 'The customer wanted to keep it for later'
let demo: DemoStore
let visitor: Visit
/** The coupon that staff redeem by mistake. */
let code: string

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
const card = () => visitor.page.getByRole('region', { name: 'The scanned coupon' })

/** Finds a person in the dialog that adds members, and chooses them. */
async function choose(typed: string, name: string): Promise<void> {
  await dialog().getByRole('textbox', { name: 'Find a customer by name or e-mail' }).fill(typed)
  await dialog()
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click()
}

describe.skipIf(!hasChromium)('a pool', () => {
  test('whose name is in use is refused beside the name', async () => {
    const { page } = visitor
    await logInAs(page, 'manager@demo.example', password)
    await page.getByRole('link', { name: 'Pools' }).click()
    await page.getByRole('button', { name: 'New pool' }).click()
    await dialog().getByLabel('Name').fill('Regulars')
    await dialog().getByRole('button', { name: 'Make the pool' }).click()
    await dialog().getByText('Another pool has this name.').waitFor()
    await dialog().getByLabel('Name').fill('Friday evening')
    await dialog().getByRole('button', { name: 'Make the pool' }).click()
    await page.getByRole('heading', { level: 1, name: 'Friday evening' }).waitFor()
    await page.getByText('Nobody in this pool yet').waitFor()
  })

  test('gets members by search, several at once', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Add members' }).first().click()
    await choose('ana', 'Ana Pérez')
    await choose('yuki', 'Yuki Tanaka')
    await dialog().getByRole('button', { name: 'Add 2 members' }).click()
    await page.getByRole('row', { name: /Yuki Tanaka/ }).waitFor()
    await page.getByText('2 members', { exact: true }).waitFor()
  })

  test('refuses a pasted list with somebody unknown as a whole, then takes the others', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Add members' }).click()
    await page.getByRole('tab', { name: 'Paste e-mail addresses' }).click()
    await dialog()
      .getByRole('textbox', { name: 'E-mail addresses' })
      .fill('mai@demo.example\nnobody@demo.example\nFATIMA@demo.example\nana@demo.example')
    await dialog().getByRole('button', { name: 'Add 4 addresses' }).click()
    await dialog().getByText('One address belongs to nobody here').waitFor()
    await keepScreen(page, 'pools-1-unknown')
    await dialog().getByRole('button', { name: 'Add the 3 others' }).click()
    await page.getByText('4 members', { exact: true }).waitFor()
    await page.getByRole('row', { name: /Fatima/ }).waitFor()
  })

  test('loses those who are selected, and nobody else', async () => {
    const { page } = visitor
    await page.getByLabel('Select Yuki Tanaka').check()
    await page.getByRole('button', { name: 'Remove 1', exact: true }).click()
    await dialog().getByText('Remove Yuki Tanaka from the pool?').waitFor()
    await dialog().getByRole('button', { name: 'Remove 1 member' }).click()
    await page.getByText('3 members', { exact: true }).waitFor()
    await page.getByRole('row', { name: /Yuki Tanaka/ }).waitFor({ state: 'detached' })
    await keepScreen(page, 'pools-2-members')
  })

  test('is shown again by its address, search and all', async () => {
    const { page } = visitor
    await page.getByRole('textbox', { name: 'Search by name or e-mail' }).fill('fat')
    await page.waitForURL(/\?q=fat$/)
    await page.reload()
    await page.getByRole('row', { name: /Fatima/ }).waitFor()
    expect(await page.getByRole('textbox', { name: 'Search by name or e-mail' }).inputValue()).toBe('fat')
    expect(await page.getByRole('row', { name: /Ana Pérez/ }).count()).toBe(0)
    await logOut(page)
  })
})

describe.skipIf(!hasChromium)('a redemption by mistake', () => {
  test('is asked to be undone by the staff who took it', async () => {
    const { page } = visitor
    await logInAs(page, 'luis@demo.example', password)
    await page.getByRole('link', { name: 'Books' }).click()
    await page.getByRole('link', { name: /^Welcome/ }).click()
    await page.getByRole('combobox', { name: 'State' }).selectOption('ASSIGNED')
    const first = page.getByRole('row').filter({ hasText: 'Assigned' }).first()
    code = (await first.getByRole('link').first().innerText()).trim()
    // At the till, whose field takes keys however slowly a busy machine sends them.
    await page.getByRole('link', { name: 'Till' }).click()
    await page.locator('input:focus').and(page.getByLabel('Scan or type a code')).waitFor()
    await scan(page, code)
    await enterTo(page, 'Lock')
    await enterTo(page, 'Redeem')
    await page.getByRole('button', { name: new RegExp(`^Ask to undo receipt \\d+, ${code}`) }).click()
    await dialog().getByRole('button', { name: 'Ask a manager' }).click()
    await dialog().getByText('Say why.').waitFor()
    await dialog().getByLabel('Reason').fill(reason)
    await dialog().getByRole('button', { name: 'Ask a manager' }).click()
    await page.getByRole('link', { name: '1 to be decided' }).click()
    await page
      .getByRole('row', { name: /Undo asked/ })
      .filter({ hasText: reason })
      .waitFor()
    await keepScreen(page, 'undo-1-asked')
    await logOut(page)
  })

  test('waits in the manager’s rail, is granted, and the coupon’s history tells it', async () => {
    const { page } = visitor
    await logInAs(page, 'manager@demo.example', password)
    await page.getByRole('link', { name: /Undo.*1 waiting/ }).click()
    await page.getByRole('button', { name: /^Decide/ }).click()
    await dialog().getByText(reason).waitFor()
    await keepScreen(page, 'undo-2-decide')
    await dialog().getByRole('button', { name: 'Grant and give it back' }).click()
    await page.getByText('Nothing waits for you').waitFor()
    await page.getByRole('link', { name: 'Undo', exact: true }).waitFor()
    await page.getByLabel('Which requests').selectOption('Granted')
    await page.getByRole('link', { name: code }).click()
    await dialog().getByText(`Redemption undone: ${reason}`).waitFor()
    await keepScreen(page, 'undo-3-history')
    await page.keyboard.press('Escape')
    await logOut(page)
  })

  test('leaves a coupon that can be redeemed again, and undone by a manager alone, for good', async () => {
    const { page } = visitor
    await logInAs(page, 'manager@demo.example', password)
    await page.getByRole('link', { name: 'Till' }).click()
    await scan(page, code)
    await card()
      .getByText(/^belongs to/)
      .waitFor()
    await enterTo(page, 'Lock')
    await enterTo(page, 'Redeem')
    await page.getByRole('button', { name: new RegExp(`^Undo receipt \\d+, ${code}`) }).click()
    await dialog().getByLabel('Reason').fill('Paid in cash after all')
    await dialog().getByText('Void it').click()
    await dialog().getByRole('button', { name: 'Undo and void it' }).click()
    await dialog().waitFor({ state: 'detached' })
    await scan(page, code)
    await card().getByRole('heading', { name: 'Void' }).waitFor()
    await logOut(page)
  })
})
