import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, freePort, leftIn, makeHome, type Home } from './desktop.ts'

/** The built program in Electron itself, wherever there is one. */

const root = join(import.meta.dirname, '..', '..')
const found = findElectron()
const why = 'why' in found ? ` (skipped: ${found.why})` : ''

describe.skipIf('why' in found)(`in Electron itself${why}`, () => {
  let home: Home
  let program: ElectronApplication

  beforeAll(async () => {
    home = makeHome({ connection: { kind: 'this_computer' }, password: null, port: await freePort() })
    program = await _electron.launch({
      executablePath: 'program' in found ? found.program : '',
      args: [root, `--user-data-dir=${home.at('userData')}`],
      env: { ...(process.env as Record<string, string>), CUPONERA_DATA_DIR: home.at('data') },
      timeout: 60_000,
    })
  })

  afterAll(async () => {
    await program.close()
    home.remove()
  })

  test('starts, is held, answers its bridge, comes back from a crash, and leaves nothing', async () => {
    const page = await program.firstWindow({ timeout: 60_000 })
    await page.getByRole('heading', { name: 'Welcome to Cuponera' }).waitFor()
    expect(await ask(page, 'startupFailure')).toBeNull()
    expect(await ask(page, 'versions')).toMatchObject({
      electron: expect.stringMatching(/^\d+\./) as string,
      chromium: expect.stringMatching(/^\d+\./) as string,
    })
    expect(
      await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in window)),
    ).toEqual([])
    expect(
      await page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state),
    ).toBe('denied')
    const held = await program.evaluate(({ app, BrowserWindow, Menu }) => {
      const [window] = BrowserWindow.getAllWindows()
      return {
        windows: BrowserWindow.getAllWindows().length,
        visible: window?.isVisible(),
        sandboxed: app.getAppMetrics().find(({ type }) => type === 'Tab')?.sandboxed,
        menu: Menu.getApplicationMenu()?.items.length,
      }
    })
    expect(held).toMatchObject({ windows: 1, visible: true })
    if (process.platform !== 'linux') expect(held.sandboxed).toBe(true)
    expect(held.menu).toBeGreaterThan(2)

    await program.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
    })
    await expect
      .poll(() =>
        program.evaluate(async ({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]
            ?.webContents.executeJavaScript('document.title')
            .catch(() => ''),
        ),
      )
      .toContain('Cuponera')

    await program.evaluate(({ app }) => {
      app.quit()
    })
    await program.waitForEvent('close')
    expect(await leftIn(home)).toEqual([])
  })
})

function findElectron(): { program: string } | { why: string } {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
    return { why: 'this machine has no screen' }
  if (process.getuid?.() === 0) return { why: 'Electron does not run as root' }
  const named = process.env['ELECTRON_EXEC_PATH']
  if (named) return existsSync(named) ? { program: named } : { why: `there is no ${named}` }
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  const program = existsSync(pathFile) && join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return program && existsSync(program) ? { program } : { why: 'no Electron is installed here' }
}
