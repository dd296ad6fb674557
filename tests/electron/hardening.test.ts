import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DesktopBridge } from '../../server/contracts/desktop.ts'
import { hasChromium } from '../support/browser.ts'
import { showDesktop, type DesktopProgram, type Home, type ShownDesktop } from './desktop.ts'

/** What the built program asks of Electron to keep its page in. That Electron does it is Electron's own promise. */

let shown: ShownDesktop
let home: Home
let program: DesktopProgram
let page: Page
const denied = { requested: false, checked: false, device: false }

describe.skipIf(!hasChromium)(`the window is held${hasChromium ? '' : ' (skipped: no Chromium)'}`, () => {
  beforeAll(async () => {
    shown = await showDesktop({ STAND_IN_PACKAGED: '1' }, 'SIGINT')
    ;({ home, program, page } = shown)
    // From here on the page stays where it is by itself.
    await page.getByRole('heading', { name: 'Welcome to Cuponera' }).waitFor()
  })

  afterAll(() => shown.end())

  test('its page is sandboxed and isolated, without Node and without webviews', async () => {
    const { window, sandboxed } = await program.command('seen')
    expect(sandboxed).toBe(true)
    expect(window.webPreferences).toEqual({
      preload: expect.stringMatching(/out\/preload\/index\.cjs$/) as string,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    })
  })

  test('the page finds the calls of the contract and nothing else of the program', async () => {
    const contract: Record<keyof DesktopBridge, true> = {
      speak: true,
      versions: true,
      startupFailure: true,
      retryStart: true,
      restoreData: true,
      openLogs: true,
      settings: true,
      testConnection: true,
      changeConnection: true,
      changePort: true,
      setStartAtLogin: true,
      chooseCaFile: true,
      chooseCsv: true,
      saveFile: true,
      notify: true,
      restart: true,
      onResume: true,
    }
    const found = await page.evaluate(() => ({
      calls: Object.keys(window.cuponera ?? {}),
      node: ['require', 'process', 'Buffer', 'module', 'ipcRenderer'].filter((name) => name in window),
    }))
    expect(found.calls.toSorted()).toEqual(Object.keys(contract).toSorted())
    expect(found.node).toEqual([])
  })

  test('everything it shows comes under one content policy without inline code or foreign sources', async () => {
    const reply = await fetch(page.url())
    expect(reply.headers.get('content-security-policy')).toBe(
      "default-src 'self';img-src 'self' data: blob:;style-src-attr 'unsafe-inline';object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
    )
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.ran = true'
      document.head.append(script)
      return 'ran' in window
    })
    expect(ran).toBe(false)
  })

  test.each([
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'fullscreen',
    'hid',
    'serial',
    'usb',
  ])('no page gets the permission %s', async (name) => {
    expect(await program.command('permission', { name, url: page.url() })).toEqual(denied)
  })

  test.each([
    ['sound', () => page.url(), ['audio']],
    ['the camera with sound', () => page.url(), ['audio', 'video']],
    ['the camera of another origin', () => 'https://evil.example/', ['video']],
  ])('no page gets %s', async (_, url, media) => {
    expect(await program.command('permission', { name: 'media', url: url(), media })).toEqual(denied)
  })

  test('its own page gets the picture of the camera, to read codes', async () => {
    expect(await program.command('permission', { name: 'media', url: page.url(), media: ['video'] })).toEqual(
      { ...denied, requested: true, checked: true },
    )
  })

  test('the page cannot be led away; what is safe outside opens there', async () => {
    const before = page.url()
    const { origin, port } = new URL(before)
    const leads = [
      ['https://evil.example/', true],
      ['http://evil.example/', false],
      [`http://127.0.0.1:${Number(port) + 1}/`, false],
      [origin.replace('127.0.0.1', 'localhost'), false],
    ] as const
    for (const [url, opensOutside] of leads) {
      const failed = page.waitForEvent('requestfailed', (request) => request.isNavigationRequest())
      await page.evaluate((to) => location.assign(to), url)
      await failed
      if (opensOutside) expect(await program.next('opened-outside')).toMatchObject({ url })
      expect(page.url()).toBe(before)
      expect(program.told()).toEqual([])
    }
    for (const url of ['file:///etc/passwd', 'javascript:alert(1)', 'smb://server/share', 'not an address'])
      expect(await program.command('emit', { name: 'will-frame-navigate', facts: { url } })).toEqual({
        prevented: true,
      })
    expect(
      await program.command('emit', { name: 'will-redirect', facts: { url: 'https://evil.example/' } }),
    ).toEqual({ prevented: true })
    expect(await program.command('emit', { name: 'will-redirect', facts: { url: before } })).toEqual({
      prevented: false,
    })
    expect(program.told()).toEqual([])
  })

  test('no second window opens, and no webview', async () => {
    const popup = page.waitForEvent('popup')
    await page.evaluate(() => {
      window.open('/docs', '_blank')
    })
    const opened = await popup
    if (!opened.isClosed()) await opened.waitForEvent('close')
    expect(await program.next('opened-outside')).toMatchObject({ url: `${new URL(page.url()).origin}/docs` })
    await expect
      .poll(() => shown.screen.context.pages().map((each) => each.url()))
      .toEqual(['about:blank', page.url()])
    expect(await program.command('emit', { name: 'will-attach-webview' })).toEqual({ prevented: true })
  })

  test('a page that objects to being left stays, unless the person lets the import go', async () => {
    expect(await program.command('emit', { name: 'will-prevent-unload' })).toEqual({ prevented: false })
    await program.next('message-sync')
    await program.command('answer-sync', 1)
    expect(await program.command('emit', { name: 'will-prevent-unload' })).toEqual({ prevented: true })
  })

  test('the menu has the usual shortcuts and, packaged, no developer tools', async () => {
    const { menus } = await program.command('seen')
    const text = JSON.stringify(menus.at(-1))
    expect(text).not.toContain('toggleDevTools')
    const roles = ['reload', 'resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen', 'editMenu', 'quit']
    for (const role of roles) expect(text).toContain(`"role":"${role}"`)
    await program.command('click', 'About Cuponera')
    const about = await program.question()
    expect(about.options.message).toMatch(/^Cuponera \d+\.\d+\.\d+$/)
    expect(about.options).toMatchObject({
      detail: `Electron 0.0.0-stand-in\nChromium 0.0.0.0\nNode ${process.versions.node}`,
    })
    about.answer({ response: 0 })
    await program.command('click', 'Open the Logs')
    expect(await program.next('opened-path')).toMatchObject({ path: home.at('logs') })
  })
})
