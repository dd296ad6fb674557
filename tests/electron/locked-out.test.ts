import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest'
import { hasChromium } from '../support/browser.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
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

/** Whatever is wrong with what was kept, the settings can be reached and put right. */

let screen: Screen
let database: TestDatabase
let home: Home

/** Where the test fails, what the program did is printed. */
async function shown(env?: Record<string, string>): Promise<DesktopProgram> {
  const program = runDesktop(screen, home, env)
  onTestFailed(() => {
    const { exitCode, signalCode } = program.child
    const pages = screen.context.pages().map((page) => page.url())
    console.log({ exitCode, signalCode, told: program.told(), stderr: program.stderr(), pages })
    console.log(readFileSync(home.at('logs', 'cuponera.log'), 'utf8'))
  })
  await program.next('shown')
  return program
}

describe.skipIf(!hasChromium)(`nobody is locked out${hasChromium ? '' : ' (skipped: no Chromium)'}`, () => {
  beforeAll(async () => {
    screen = await openScreen()
    database = await createTestDatabase()
    const { password: _password, ...connection } = serverAt(database.url)
    // Sealed by another computer's key.
    const password = Buffer.from('v11 another key: secret').toString('base64')
    home = makeHome({ connection, password, port: await freePort() })
  })

  afterAll(async () => {
    await screen.close()
    await database.drop()
    home.remove()
  })

  test('by a password that cannot be read any more, nor by the next mistake', async () => {
    const program = await shown()
    const page = await program.page
    const origin = new URL(page.url()).origin
    await page.getByText('password').first().waitFor()
    expect(await ask(page, 'startupFailure')).toMatchObject({ problem: 'secret_unreadable' })
    expect(await ask(page, 'settings')).toMatchObject({ has_password: true, connection: { kind: 'server' } })

    expect(await ask(page, 'retryStart')).toMatchObject({ problem: 'secret_unreadable' })
    const kept = serverAt(database.url, { password: null })
    expect(await ask(page, 'testConnection', kept)).toMatchObject({
      problem: 'failed',
      sentence: { says: 'password_unsealable' },
    })
    const wrong = serverAt(database.url, { password: 'a guess' })
    expect(await ask(page, 'changeConnection', wrong)).toMatchObject({ outcome: 'refused' })
    const restore = ask(page, 'restoreData')
    ;(await program.question()).answer({ canceled: false, filePaths: [home.at('userData')] })
    expect(await restore).toMatchObject({
      restored: false,
      sentences: [{ says: 'no_copy' }, { says: 'nothing_changed' }],
    })
    expect(await ask(page, 'startupFailure')).toMatchObject({ problem: 'secret_unreadable' })
    expect(new URL(page.url()).origin).toBe(origin)

    await ask(page, 'changeConnection', serverAt(database.url)).catch(() => undefined)
    await page.getByRole('heading', { name: 'Welcome to Cuponera' }).waitFor()
    expect(await ask(page, 'startupFailure')).toBeNull()
    await program.command('close')
    expect(await program.ended).toBe(0)
    expect(await leftIn(home)).toEqual([])
  })

  test('by a server that went away: it is named, without its password', async () => {
    const program = await shown({ DATABASE_URL: 'postgres://ana:hunter2@127.0.0.1:9/shop' })
    const failure = await ask(await program.page, 'startupFailure')
    expect(failure).toMatchObject({ problem: 'unreachable', where: '127.0.0.1:9/shop' })
    expect(JSON.stringify(failure)).not.toContain('hunter2')
    expect(readFileSync(home.at('logs', 'cuponera.log'), 'utf8')).toContain('"msg":"start_failed"')
    expect(readFileSync(home.at('logs', 'cuponera.log'), 'utf8')).not.toContain('hunter2')
    program.child.kill('SIGTERM')
    expect(await program.ended).toBe(0)
  })

  test('by a setting of the environment: it is named', async () => {
    const program = await shown({ CUPONERA_PORT: 'eighty' })
    const page = await program.page
    expect(await ask(page, 'startupFailure')).toMatchObject({ problem: 'setting', where: 'CUPONERA_PORT' })
    program.child.kill('SIGTERM')
    expect(await program.ended).toBe(0)
  })

  test('by a damaged file of settings: it is named, and kept aside once somebody chose', async () => {
    const damaged = '{"connection": {"kind": "serv'
    writeFileSync(home.at('userData', 'settings.json'), damaged)
    // And a draft, of a program that was killed while it wrote.
    writeFileSync(home.at('userData', 'settings.json.new'), '{')
    const program = await shown()
    const page = await program.page
    const failure = { problem: 'settings_unreadable', where: home.at('userData', 'settings.json') }
    expect(await ask(page, 'startupFailure')).toMatchObject(failure)
    expect(existsSync(home.at('data'))).toBe(false)

    expect(await ask(page, 'changePort', null)).toMatchObject({ outcome: 'refused' })
    const wrong = serverAt(database.url, { password: 'a guess' })
    expect(await ask(page, 'changeConnection', wrong)).toMatchObject({ outcome: 'refused' })
    expect(await ask(page, 'retryStart')).toMatchObject(failure)
    expect(readFileSync(home.at('userData', 'settings.json'), 'utf8')).toBe(damaged)

    await ask(page, 'changeConnection', serverAt(database.url)).catch(() => undefined)
    await page.getByRole('heading', { name: 'Welcome to Cuponera' }).waitFor()
    expect(await ask(page, 'settings')).toMatchObject({ connection: { kind: 'server' }, has_password: true })
    expect(readFileSync(home.at('userData', 'settings.json.damaged'), 'utf8')).toBe(damaged)
    program.child.kill('SIGTERM')
    expect(await program.ended).toBe(0)
  })

  test('by settings that cannot be read where the environment has decided', async () => {
    writeFileSync(home.at('userData', 'settings.json'), '[]')
    const program = await shown({ DATABASE_URL: database.url, CUPONERA_PORT: '0' })
    expect(await ask(await program.page, 'startupFailure')).toBeNull()
    program.child.kill('SIGTERM')
    expect(await program.ended).toBe(0)
    expect(await leftIn(home)).toEqual([])
  })
})
