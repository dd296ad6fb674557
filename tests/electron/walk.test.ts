import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium } from '../support/browser.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import {
  ask,
  freePort,
  leftIn,
  makeHome,
  openScreen,
  runDesktop,
  serverAt,
  type DesktopProgram,
  type Home,
  type Screen,
} from './desktop.ts'

/** The built main process, preload and console on a stand-in for Electron, from the first start to the last, on one computer. */

const ana = { name: 'Ana Admin', email: 'ana@desk.example', password: 'a first password' }
let screen: Screen
let home: Home
let port: number
let shared: TestDatabase
let program: DesktopProgram
let page: Page

async function start(env: Record<string, string> = {}): Promise<void> {
  program = runDesktop(screen, home, env)
  await program.next('shown')
  page = await program.page
}

async function logIn(): Promise<void> {
  await page.getByLabel('E-mail', { exact: true }).fill(ana.email)
  await page.getByLabel('Password', { exact: true }).fill(ana.password)
  await page.keyboard.press('Enter')
}

const heading = (name: string) => page.getByRole('heading', { name, exact: true })
const settingsFile = () => readFileSync(home.at('userData', 'settings.json'), 'utf8')

describe.skipIf(!hasChromium)(`a desktop${hasChromium ? '' : ' (skipped: no Chromium)'}`, () => {
  beforeAll(async () => {
    screen = await openScreen()
    port = await freePort()
    home = makeHome({ connection: { kind: 'this_computer' }, password: null, port })
    shared = await createEmptyDatabase()
  })

  afterAll(async () => {
    program.child.kill('SIGKILL')
    await screen.close()
    await shared.drop()
    home.remove()
  })

  test('starts, opens its window on its own loopback origin, and is set up there', async () => {
    await start()
    expect(new URL(page.url()).origin).toBe(`http://127.0.0.1:${port}`)
    await heading('Welcome to Cuponera').waitFor()
    await page
      .getByLabel('Your name')
      .or(page.getByLabel('Name', { exact: true }))
      .fill(ana.name)
    await logIn()
    await heading('Books').waitFor()
    expect(await ask(page, 'startupFailure')).toBeNull()
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    expect(await ask(page, 'versions')).toEqual({
      cuponera: version,
      electron: '0.0.0-stand-in',
      chromium: '0.0.0.0',
      node: process.versions.node,
    })
  })

  test('a CSV comes from the system’s dialog: the chosen file and no other, up to what an import takes', async () => {
    await page.getByRole('button', { name: /book/i }).first().click()
    await page.getByRole('dialog').getByLabel('Name').fill('Opening week')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^(Make|Create|Add)/ })
      .click()
    await heading('Opening week').waitFor()
    await page.getByRole('link', { name: 'Import codes' }).first().click()

    writeFileSync(home.at('codes.csv'), 'code\r\nDESK-1\r\nDESK-2\r\nDESK-3\r\n')
    writeFileSync(home.at('huge.csv'), '')
    truncateSync(home.at('huge.csv'), 200_000_001)
    const choose = async (answer: object): Promise<void> => {
      await page.getByText('Choose a file', { exact: true }).click()
      const question = await program.question()
      expect(question).toMatchObject({ kind: 'open', options: { properties: ['openFile'] } })
      question.answer(answer)
    }
    await choose({ canceled: true, filePaths: [] })
    await choose({ canceled: false, filePaths: [home.at('huge.csv')] })
    await page.getByText('larger than 200 MB').waitFor()
    await choose({ canceled: false, filePaths: [home.at('codes.csv')] })
    await page.getByRole('button', { name: 'Import 3 codes' }).click()
    await page.getByText('3 codes imported').waitFor()
  })

  test('a connection that does not work changes nothing', async () => {
    const before = settingsFile()
    const wrong = [
      [{ password: 'not the password' }, 'wrong_password'],
      [{ database: 'no_such_store' }, 'no_such_database'],
      [{ port: await freePort() }, 'unreachable'],
      // Nothing is kept that could be used, and least of all for another server.
      [{ password: null }, 'wrong_password'],
    ] as const
    for (const [mistake, problem] of wrong) {
      const input = serverAt(shared.url, mistake)
      expect(await ask(page, 'testConnection', input)).toMatchObject({ ok: false, problem })
      expect(await ask(page, 'changeConnection', input)).toMatchObject({
        outcome: 'refused',
        check: { problem },
      })
    }
    expect(settingsFile()).toBe(before)
    expect(await page.evaluate(async () => (await fetch('/readyz')).status)).toBe(200)
    await page.getByText('3 codes imported').waitFor()
  })

  test('the data goes to a shared server: the server starts again, the program does not', async () => {
    const input = serverAt(shared.url)
    expect(await ask(page, 'testConnection', input)).toMatchObject({ ok: true })
    // The page is loaded anew, perhaps before the answer reaches it.
    await ask(page, 'changeConnection', input).catch(() => undefined)
    await heading('Welcome to Cuponera').waitFor()
    expect(program.child.exitCode).toBeNull()
    expect(await leftIn(home)).toEqual(['stand-in.lock', 'stand-in.sock'])

    const { password, ...place } = input
    expect(await ask(page, 'settings')).toMatchObject({ connection: place, has_password: true })
    expect(settingsFile()).not.toContain(password)
    expect(statSync(home.at('userData', 'settings.json')).mode & 0o777).toBe(0o600)
    // The kept password serves for the same server and user alone.
    expect(await ask(page, 'testConnection', { ...input, password: null })).toMatchObject({ ok: true })
    expect(await ask(page, 'testConnection', { ...input, host: 'localhost', password: null })).toMatchObject({
      problem: 'wrong_password',
    })
  })

  test('closing during an import asks first: kept, it ends whole; lost, nothing of it is there', async () => {
    const gate = new pg.Client({ connectionString: shared.url })
    await gate.connect()
    const url = `http://127.0.0.1:${port}/api/v1`
    const post = async (path: string, body: string, headers: object = {}): Promise<any> => {
      const reply = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      })
      return reply.json()
    }
    const { access_token } = await post('/auth/setup', JSON.stringify(ana))
    const as = { authorization: `Bearer ${String(access_token)}` }
    const { id } = await post('/books', '{"name":"Held"}', as)
    const importHeld = async (codes: string): Promise<void> => {
      await gate.query('begin; lock table coupons in exclusive mode')
      const headers = { ...as, 'content-type': 'text/csv', prefer: 'respond-async' }
      void post(`/books/${id}/codes/upload`, codes, headers).catch(() => undefined)
      await expect.poll(() => waiting(gate)).toBeGreaterThan(0)
    }
    const stored = async (): Promise<number> =>
      (await gate.query<{ count: number }>('select count(*)::int from coupons')).rows[0]?.count ?? -1

    await importHeld('code\nHELD-1\nHELD-2\n')
    await program.command('close')
    const first = await program.question()
    expect(first.options).toMatchObject({
      message: 'An import is running. Close and lose it?',
      buttons: ['Keep it running', 'Close'],
      defaultId: 0,
      cancelId: 0,
    })
    first.answer({ response: 0 })
    expect(await ask(page, 'changePort', null)).toMatchObject({ outcome: 'refused' })
    await gate.query('commit')
    await expect.poll(stored).toBe(2)

    await importHeld('code\nLOST-1\nLOST-2\n')
    await program.command('move', { x: 40, y: 60, width: 1200, height: 700 })
    await program.command('close')
    const second = await program.question()
    second.answer({ response: 1 })
    await expect.poll(() => waiting(gate)).toBe(0)
    await gate.query('commit')
    expect(await program.ended).toBe(0)
    expect(await stored()).toBe(2)
    await gate.end()
    expect(await leftIn(home)).toEqual([])
  })

  test('a start that fails is shown in the window, which also gets it going', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    await start()
    await page.getByText(`Port ${port} is taken`).first().waitFor()
    expect(await ask(page, 'startupFailure')).toMatchObject({ problem: 'port_taken' })
    expect(await ask(page, 'settings')).toMatchObject({ has_password: true, port })
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('no change').waitFor()

    await new Promise((resolve) => other.close(resolve))
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.waitForURL(`http://127.0.0.1:${port}/**`)
    await heading('Log in').waitFor()
    expect(await ask(page, 'startupFailure')).toBeNull()
  })

  test('the window opens where it was', async () => {
    const { window } = await program.command('seen')
    expect(window).toMatchObject({ x: 40, y: 60, width: 1200, height: 700 })
  })

  test('and the data comes back to this computer', async () => {
    await ask(page, 'changeConnection', { kind: 'this_computer' }).catch(() => undefined)
    await heading('Books').waitFor()
    await page.getByRole('link', { name: 'Opening week' }).first().waitFor()
    expect(await ask(page, 'settings')).toMatchObject({
      connection: { kind: 'this_computer' },
      has_password: false,
    })
  })

  test('a second start brings the first to the front and ends', async () => {
    await program.command('minimize')
    const second = runDesktop(screen, home)
    expect(await second.ended).toBe(0)
    expect(await program.next('focused')).toMatchObject({ minimized: false })
    expect(program.child.exitCode).toBeNull()
  })

  test('a page that crashed comes back, but not for ever', async () => {
    const crash = async (): Promise<void> => {
      await page.goto('chrome://crash').catch(() => undefined)
    }
    for (let times = 1; times <= 3; times += 1) {
      const next = screen.context.waitForEvent('page')
      await crash()
      page = await next
      await heading('Books').waitFor()
    }
    const next = screen.context.waitForEvent('page')
    await crash()
    const question = await program.question()
    expect(question.options).toMatchObject({ buttons: ['Load again', 'Close'] })
    question.answer({ response: 0 })
    page = await next
    await heading('Books').waitFor()
  })

  test('killed without a word, the next start takes over what it left', async () => {
    program.child.kill('SIGKILL')
    await program.ended
    expect(await leftIn(home)).toContain('data/lock')
    for (const old of screen.context.pages()) await old.close()
    // The screen it was on is gone as well.
    const away = { x: 5000, y: 60, width: 1200, height: 700, maximized: false }
    writeFileSync(home.at('userData', 'window.json'), JSON.stringify(away))
    await start({ STAND_IN_KEY_RING: 'none' })
    await heading('Books').waitFor()
    expect(readFileSync(home.at('logs', 'cuponera.log'), 'utf8')).toContain('"msg":"database_adopted"')
    const { window } = await program.command('seen')
    expect(window).toMatchObject({ width: 1360, height: 860 })
    expect(window).not.toHaveProperty('x')
  })

  test('without a key ring no password is kept', async () => {
    const before = settingsFile()
    expect(await ask(page, 'settings')).toMatchObject({ keeps_secrets: false })
    expect(await ask(page, 'changeConnection', serverAt(shared.url))).toEqual({ outcome: 'no_key_ring' })
    expect(settingsFile()).toBe(before)
  })

  test('told to stop by the system, it asks nothing and leaves nothing', async () => {
    program.child.kill('SIGTERM')
    expect(await program.ended).toBe(0)
    expect(await leftIn(home)).toEqual([])
    expect(program.stderr()).toBe('')
  })

  test('told so in the middle of its start, it ends that first and leaves nothing, either', async () => {
    program = runDesktop(screen, home)
    await expect.poll(() => existsSync(home.at('data', 'lock'))).toBe(true)
    program.child.kill('SIGTERM')
    expect(await program.ended).toBe(0)
    expect(await leftIn(home)).toEqual([])
    expect(program.stderr()).toBe('')
  })
})

const WAITING = `select count(*)::int from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`

async function waiting(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(WAITING)
  return rows[0]?.count ?? 0
}
