import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium } from '../support/browser.ts'
import { ask, showDesktop, type DesktopProgram, type Home, type ShownDesktop } from './desktop.ts'

/** What the system shows for the program, its menu and its dialogs, speaks the language of the console. */

interface Item {
  label?: string
  type?: string
  visible?: boolean
  submenu?: Item[]
}

let shown: ShownDesktop
let home: Home
let program: DesktopProgram
let page: Page

const menus = async (): Promise<Item[][]> => (await program.command('seen')).menus
const namesOf = (items: Item[]): string[] =>
  items
    .filter(({ type, visible }) => type !== 'separator' && visible !== false)
    .flatMap(({ label, submenu }) => [label ?? 'a role of its own', ...namesOf(submenu ?? [])])

describe.skipIf(!hasChromium)(`the language${hasChromium ? '' : ' (skipped: no Chromium)'}`, () => {
  beforeAll(async () => {
    // The stand-in's Chromium, and so its console, is English.
    shown = await showDesktop({ STAND_IN_LANGUAGES: 'ca-ES,es-MX,en-US', STAND_IN_PACKAGED: '1' })
    ;({ home, program, page } = shown)
  })

  afterAll(() => shown.end())

  test('is the system’s until the console has told its own', async () => {
    await expect.poll(async () => (await menus()).length).toBe(2)
    const [first, second] = (await menus()).map((menu) => menu.map(({ label }) => label))
    expect(first?.[0]).toBe('&Archivo')
    expect(second?.[0]).toBe('&File')
  })

  test('is the one that was chosen in the console, to the last word of the menu', async () => {
    const english = namesOf((await menus()).at(-1) ?? [])
    await page.evaluate(() => localStorage.setItem('cuponera.language', 'es'))
    await page.reload()
    await expect.poll(async () => (await menus()).length).toBe(3)
    const spanish = namesOf((await menus()).at(-1) ?? [])
    expect(english).toContain('Select All')
    expect(spanish).toHaveLength(english.length)
    expect(spanish.filter((name) => english.includes(name))).toEqual([])
    await program.command('click', 'Acerca de Cuponera')
    const about = await program.question()
    expect(about.options).toMatchObject({ title: 'Acerca de Cuponera', buttons: ['Aceptar'] })
    about.answer({ response: 0 })
  })

  test('is that of the dialogs, and of what goes wrong with their files', async () => {
    const chosen = ask(page, 'chooseCsv')
    const csv = await program.question()
    expect(csv.options).toMatchObject({ title: 'Elige un archivo con códigos' })
    csv.answer({ canceled: true, filePaths: [] })
    expect(await chosen).toBeNull()

    const saved = ask(page, 'saveFile', { name: 'codes.csv', text: 'code\n' }).catch(String)
    const place = await program.question()
    place.answer({ canceled: false, filePath: join(home.folder, 'gone', 'codes.csv') })
    expect(await saved).toContain(
      '«codes.csv» no se ha podido guardar: el archivo o la carpeta ya no está ahí.',
    )
  })

  test('told again, sets no menu anew', async () => {
    const before = (await menus()).length
    await ask(page, 'speak', 'es')
    expect(await menus()).toHaveLength(before)
  })
})
