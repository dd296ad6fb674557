/**
 * `npm run screens`: draws every screen of the console anew into docs/screens, from a demo store of its own, with a README that
 * shows them. The folder is emptied first. Times and receipts differ from run to run; all else comes from the demo.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { Language } from '../renderer/ui/language.ts'
import { cameraArgs } from '../tests/support/camera.ts'
import { openBrowser } from '../tests/support/chromium.ts'
import { everyView } from '../tests/support/every-screen.ts'
import { fillStore } from '../tests/support/filled-store.ts'
import { runHeadless, stop } from '../tests/support/program.ts'
import { startWalk, type View, type Viewer } from '../tests/support/walk.ts'
import { buildIfStale } from './build-if-stale.mjs'

const folder = join(dirname(import.meta.dirname), 'docs', 'screens')

/** One way of looking at some of the views. */
interface Showing {
  /** Goes behind the view's name in the file's. */
  suffix: string
  heading: string
  language: Language
  colorScheme: 'light' | 'dark'
  size: { width: number; height: number }
  /** The views by their names; all of them where it is missing. */
  only?: readonly string[]
}

const desk = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }

const showings: Showing[] = [
  { suffix: '', heading: '', language: 'en', colorScheme: 'light', size: desk },
  {
    suffix: '-dark',
    heading: 'In the dark',
    language: 'en',
    colorScheme: 'dark',
    size: desk,
    only: ['log-in', 'till-good', 'till-mine', 'till-other', 'till-redeemed', 'books', 'book', 'reports'],
  },
  {
    suffix: '-phone',
    heading: 'On a phone',
    language: 'en',
    colorScheme: 'light',
    size: phone,
    only: [
      'till',
      'till-free',
      'till-good',
      'till-mine',
      'till-redeemed',
      'my-coupons-locked',
      'book',
      'new-book',
    ],
  },
  {
    suffix: '-es',
    heading: 'In Spanish',
    language: 'es',
    colorScheme: 'light',
    size: desk,
    only: ['till-mine', 'book', 'import-codes'],
  },
]

const chapters: Record<Viewer, string> = {
  visitor: 'At the door',
  staff: 'At the till',
  customer: 'For a customer',
  admin: 'In the office',
}

const { program: programBuilt, console: consoleBuilt } = buildIfStale()
if ((await programBuilt) && (await consoleBuilt)) await draw()
else process.exitCode = 1

async function draw(): Promise<void> {
  const browser = await openBrowser(cameraArgs)
  const dataDir = mkdtempSync(join(tmpdir(), 'cuponera-screens-'))
  chmodSync(dataDir, 0o755) // the database's own account must pass
  const program = runHeadless({ CUPONERA_DATA_DIR: join(dataDir, 'store') }, ['--demo'])
  try {
    const views = everyView(await fillStore(await program.ready))
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    for (const viewer of Object.keys(chapters) as Viewer[])
      await drawFor(browser, await program.ready, viewer, views)
    writeFileSync(join(folder, 'README.md'), readme(views))
  } finally {
    await browser.close()
    await stop(program)
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function drawFor(browser: Browser, url: string, viewer: Viewer, views: readonly View[]): Promise<void> {
  const drawing = await browser.newPage()
  const walk = await startWalk(browser, url, viewer)
  for (const showing of showings) {
    const shown = views.filter((view) => view.as === viewer && isIn(view, showing))
    if (shown.length === 0) continue
    await walk.page.setViewportSize(showing.size)
    await walk.page.emulateMedia({ colorScheme: showing.colorScheme })
    await walk.speak(showing.language)
    for (const view of shown) {
      await walk.goTo(view.href)
      await view.act?.(walk, (english, spanish) => (showing.language === 'en' ? english : spanish))
      const png = await walk.page.screenshot({ animations: 'disabled' })
      writeFileSync(join(folder, fileOf(view, showing)), await asWebP(drawing, png))
    }
  }
  await walk.page.context().close()
  await drawing.close()
}

function isIn(view: View, { only }: Showing): boolean {
  return only?.includes(view.name) ?? true
}

function fileOf(view: View, showing: Showing): string {
  return `${view.name}${showing.suffix}.webp`
}

/** The same picture in a third of the space: the browser can write what Playwright cannot. */
async function asWebP(page: Page, png: Buffer): Promise<Buffer> {
  const text = await page.evaluate(async (source) => {
    const picture = new Image()
    picture.src = `data:image/png;base64,${source}`
    await picture.decode()
    const canvas = document.createElement('canvas')
    canvas.width = picture.width
    canvas.height = picture.height
    canvas.getContext('2d')?.drawImage(picture, 0, 0)
    return canvas.toDataURL('image/webp', 0.85)
  }, png.toString('base64'))
  return Buffer.from(text.slice(text.indexOf(',') + 1), 'base64')
}

function readme(views: readonly View[]): string {
  const [everything, ...others] = showings
  if (!everything) throw new Error('nothing is shown')
  const picture = (view: View, showing: Showing, width: number): string[] => [
    `<img src="${fileOf(view, showing)}" alt="${[view.title, showing.heading.toLowerCase()].filter(Boolean).join(', ')}" width="${width}">`,
    '',
  ]
  return [
    '# The screens',
    '',
    'Every screen of the console, its dialogs and the cards of the till, on the demo store. `npm run screens` draws them anew.',
    '',
    'Not here: what belongs to the system, such as the dialogs of the desktop program for files and its notices; sheets on paper; and',
    'the pages of the API at `/docs`.',
    '',
    ...Object.entries(chapters).flatMap(([viewer, heading]) => [
      `## ${heading}`,
      '',
      ...views
        .filter((view) => view.as === viewer)
        .flatMap((view) => [`### ${view.title}`, '', ...picture(view, everything, 860)]),
    ]),
    ...others.flatMap((showing) => [
      `## ${showing.heading}`,
      '',
      ...views
        .filter((view) => isIn(view, showing))
        .flatMap((view) => picture(view, showing, showing.size === phone ? 260 : 860)),
    ]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}
