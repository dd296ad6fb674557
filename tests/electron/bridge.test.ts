import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { channels } from '../../electron/bridge-channels.ts'
import type { DesktopBridge } from '../../server/contracts/desktop.ts'
import { hasChromium } from '../support/browser.ts'
import { ask, serverAt, showDesktop, type DesktopProgram, type Home, type ShownDesktop } from './desktop.ts'

/** The bridge of the built program: who may call it, with what, and what it does then. */

let shown: ShownDesktop
let home: Home
let program: DesktopProgram
let page: Page
let files: string[]

const everything = () => readdirSync(home.at('userData')).toSorted()

describe.skipIf(!hasChromium)(`the bridge${hasChromium ? '' : ' (skipped: no Chromium)'}`, () => {
  beforeAll(async () => {
    shown = await showDesktop()
    ;({ home, program, page } = shown)
    files = everything()
  })

  afterAll(() => shown.end())

  test('answers the top frame of its own window at its own origin, and nobody else, whatever is asked', async () => {
    const { origin } = new URL(page.url())
    const elsewhere = `http://127.0.0.1:${Number(new URL(origin).port) + 1}/`
    const strangers = [
      { senderFrame: { url: `${origin}/`, parent: {} } },
      { senderFrame: { url: elsewhere, parent: null } },
      { senderFrame: { url: origin.replace('127.0.0.1', 'localhost'), parent: null } },
      { senderFrame: { url: `${origin}.evil.example/`, parent: null } },
      { senderFrame: { url: 'about:blank', parent: null } },
      { senderFrame: null },
      { senderFrame: { url: `${origin}/`, parent: null }, foreign: true },
    ]
    for (const channel of Object.values(channels))
      for (const stranger of strangers)
        expect(await program.command('forge', { channel, args: [undefined], ...stranger })).toEqual({
          value: { refusal: 'Only the console may ask this.' },
        })
    const own = { channel: channels.startupFailure, args: [undefined] }
    expect(
      await program.command('forge', { ...own, senderFrame: { url: `${origin}/books`, parent: null } }),
    ).toEqual({ value: { value: null } })
    expect(program.told()).toEqual([])
  })

  const server = serverAt('postgres://ana:secret@db.store.example:5432/shop')
  const noConnections = [
    undefined,
    null,
    'this_computer',
    {},
    { kind: 'elsewhere' },
    { kind: 'this_computer', host: 'db.store.example' },
    { ...server, port: '5432' },
    { ...server, port: 0 },
    { ...server, port: 65_536 },
    { ...server, host: '' },
    { ...server, host: 'db\nstore' },
    { ...server, user: 'a\0b' },
    { ...server, password: undefined },
    { ...server, password: 'x'.repeat(1025) },
    { ...server, tls: 'prefer' },
    { ...server, ca_file: 7 },
    { ...server, sslmode: 'disable' },
  ]
  const unreadable: Partial<Record<keyof DesktopBridge, unknown[]>> = {
    speak: [undefined, null, 'fr', ['es']],
    versions: [1, {}],
    startupFailure: ['x'],
    retryStart: [true],
    restoreData: ['/etc'],
    openLogs: ['/etc'],
    settings: [{ port: 1 }],
    testConnection: noConnections,
    changeConnection: noConnections,
    changePort: [undefined, '4780', 0, 80, 1023, 65_536, 4780.5, Number.NaN],
    setStartAtLogin: [undefined, null, 1, 'true'],
    chooseCaFile: ['/etc/passwd'],
    chooseCsv: ['/etc/passwd', { path: '/etc/passwd' }],
    saveFile: [
      undefined,
      'text',
      { name: 'a.csv' },
      { name: '', text: '' },
      { name: 'a\nb', text: '' },
      { name: 'x'.repeat(201), text: '' },
      { name: 'a.csv', text: 1 },
      { name: 'a.csv', text: '', path: '/etc/passwd' },
    ],
    notify: [
      undefined,
      { title: '' },
      { title: 'x'.repeat(121), body: '' },
      { title: 'x', body: 'y'.repeat(501) },
    ],
    restart: ['now'],
  }

  test.each(Object.entries(unreadable))(
    '%s refuses what it cannot read, and does nothing',
    async (name, inputs) => {
      for (const input of inputs) {
        const refusal = await ask(page, name as keyof DesktopBridge, input).then(
          () => 'answered',
          (error: unknown) => String(error),
        )
        expect(refusal, JSON.stringify(input)).toMatch(/Error: This cannot be used: .+\.$/m)
      }
      expect(program.told()).toEqual([])
      expect(everything()).toEqual(files)
      expect(program.child.exitCode).toBeNull()
    },
  )

  test('every call is held to an input', () => {
    expect(Object.keys(unreadable).toSorted()).toEqual(Object.keys(channels).toSorted())
  })

  test('what the environment decides is not changed here', async () => {
    expect(await ask(page, 'settings')).toMatchObject({
      fixed_by_environment: { connection: true, port: true },
      data_dir: home.at('data'),
    })
    for (const change of [
      ask(page, 'changeConnection', serverAt(shown.database.url)),
      ask(page, 'changeConnection', { kind: 'this_computer' }),
      ask(page, 'changePort', 4780),
    ])
      expect(await change).toMatchObject({ outcome: 'refused', check: { problem: 'failed' } })
    expect(everything()).toEqual(files)
  })

  test('a file is saved where the person says, and its name cannot lead elsewhere', async () => {
    const save = ask(page, 'saveFile', { name: '../../etc/rejects.csv', text: 'Línea\n' })
    const question = await program.question()
    expect(question.options).toMatchObject({ defaultPath: home.at('downloads', '-..-etc-rejects.csv') })
    question.answer({ canceled: false, filePath: home.at('kept.csv') })
    expect(await save).toBe(true)
    expect(readFileSync(home.at('kept.csv'), 'utf8')).toBe('Línea\n')

    const nowhere = ask(page, 'saveFile', { name: 'a.csv', text: '' })
    ;(await program.question()).answer({ canceled: true, filePath: '' })
    expect(await nowhere).toBe(false)

    const refused = ask(page, 'saveFile', { name: 'a.csv', text: 'x' }).catch(String)
    ;(await program.question()).answer({ canceled: false, filePath: home.at('gone', 'a.csv') })
    expect(await refused).toContain('“a.csv” could not be saved: no such file or folder is there any more.')
  })

  test('of files, what was chosen comes, whole and with its bytes, or words why not', async () => {
    writeFileSync(home.at('bytes.csv'), Buffer.from([0xef, 0xbb, 0xbf, 0x63, 0x00, 0xff]))
    const chosen = page.evaluate(async () => {
      const file = await window.cuponera?.chooseCsv()
      return [file?.name, file?.bytes instanceof Uint8Array, [...(file?.bytes ?? [])]]
    })
    ;(await program.question()).answer({ canceled: false, filePaths: [home.at('bytes.csv')] })
    expect(await chosen).toEqual(['bytes.csv', true, [0xef, 0xbb, 0xbf, 0x63, 0x00, 0xff]])

    mkdirSync(home.at('folder.csv'))
    for (const [name, words] of [
      ['folder.csv', '“folder.csv” is not a file.'],
      ['gone.csv', '“gone.csv” cannot be opened: no such file or folder is there any more.'],
    ] as const) {
      const refused = ask(page, 'chooseCsv').catch(String)
      ;(await program.question()).answer({ canceled: false, filePaths: [home.at(name)] })
      expect(await refused).toContain(words)
    }

    const certificate = ask(page, 'chooseCaFile')
    ;(await program.question()).answer({ canceled: false, filePaths: [home.at('ca.pem')] })
    expect(await certificate).toBe(home.at('ca.pem'))
    const none = ask(page, 'restoreData')
    ;(await program.question()).answer({ canceled: true, filePaths: [] })
    expect(await none).toBeNull()
  })

  test('notifies, opens the logs, tells of waking, and says where the system cannot be asked', async () => {
    await ask(page, 'notify', { title: 'Import ended', body: '3 codes imported.' })
    expect(await program.next('notification')).toMatchObject({
      title: 'Import ended',
      body: '3 codes imported.',
    })
    await ask(page, 'openLogs')
    expect(await program.next('opened-path')).toMatchObject({ path: home.at('logs') })
    expect(existsSync(home.at('logs', 'cuponera.log'))).toBe(true)

    await page.evaluate(() => {
      const heard = Object.assign(window, { heard: [0, 0] }).heard
      window.cuponera?.onResume(() => (heard[0] = (heard[0] ?? 0) + 1))
      window.cuponera?.onResume(() => (heard[1] = (heard[1] ?? 0) + 1))()
    })
    await program.command('resume')
    await expect.poll(() => page.evaluate('window.heard')).toEqual([1, 0])

    if (process.platform !== 'linux') return
    expect(await ask(page, 'setStartAtLogin', true).catch(String)).toContain(
      'This system cannot be asked to start programs at login.',
    )
  })

  test('restarts in order', async () => {
    void ask(page, 'restart').catch(() => undefined)
    await program.next('relaunch')
    expect(await program.ended).toBe(0)
  })
})
