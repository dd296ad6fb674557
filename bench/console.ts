/** A large file imported through the console in a real Chromium, and how the page bears it. Needs Chromium and a built console. */
import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { chromiumArgs, findChromium } from '../tests/support/needs.mjs'
import { csvOf, randomCodes } from './codes.ts'
import { secondsOf } from './measure.ts'
import type { Stand } from './stand.ts'

const LIMIT_MS = 300_000

interface Watched extends Window {
  longestGapMs: number
}

/** @returns lines of a Markdown table: seconds of the trial run and of the import, and the longest time in which the page answered nothing. */
export async function measureConsole(stand: Stand, lines: number): Promise<string[]> {
  const executablePath = findChromium()
  if (executablePath === undefined) return ['The console was not measured: there is no Chromium.']
  const file = join(tmpdir(), `cuponera-bench-${randomUUID()}.csv`)
  await writeFile(file, csvOf(randomCodes(lines)))
  const browser = await chromium.launch({ executablePath, args: chromiumArgs })
  try {
    const page = await browser.newPage({ locale: 'en-GB' })
    page.setDefaultTimeout(LIMIT_MS)
    await logIn(page, stand)
    await page.evaluate(watch)
    const run = page.getByRole('button', { name: `Import ${lines.toLocaleString('en-GB')} codes` })
    const trial = await secondsOf(async () => {
      await page.locator('input[type=file]').setInputFiles(file)
      await run.waitFor()
    })
    const made = await secondsOf(async () => {
      await run.click()
      await page.getByText(`${lines.toLocaleString('en-GB')} codes imported`).waitFor()
    })
    const gap = await page.evaluate(() => (window as unknown as Watched).longestGapMs)
    return [
      '| lines | trial run in the console, s | import, s | page without an answer at most, ms |',
      '|--:|--:|--:|--:|',
      `| ${lines.toLocaleString('en-US')} | ${trial.toFixed(1)} | ${made.toFixed(1)} | ${gap.toFixed(0)} |`,
    ]
  } finally {
    await browser.close()
    await rm(file)
  }
}

async function logIn(page: Page, { url, bookId, account }: Stand): Promise<void> {
  const place = `${url}/books/${String(bookId)}/import`
  const reply = await page.goto(place)
  if (reply?.status() !== 200) throw new Error('there is no console to measure: `npm run build` makes it')
  await page.getByLabel('E-mail', { exact: true }).fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.keyboard.press('Enter')
  await page.locator('input[type=file]').waitFor({ state: 'attached' })
}

/** In the page: a timer of 16 ms, and the longest time between two of its turns. */
function watch(): void {
  const watched = window as unknown as Watched
  watched.longestGapMs = 0
  let last = performance.now()
  setInterval(() => {
    const now = performance.now()
    watched.longestGapMs = Math.max(watched.longestGapMs, now - last)
    last = now
  }, 16)
}
