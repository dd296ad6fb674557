import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest'
import { hrefTo } from '../../renderer/state/places.ts'
import { languages, type Language } from '../../renderer/ui/language.ts'
import { hasChromium } from '../support/browser.ts'
import { cameraArgs } from '../support/camera.ts'
import { openBrowser } from '../support/chromium.ts'
import { openDemoStore, type DemoStore } from '../support/demo-store.ts'
import { everyView } from '../support/every-screen.ts'
import { fillStore, type FilledStore } from '../support/filled-store.ts'
import { startWalk, type View, type Viewer, type Walk } from '../support/walk.ts'

/**
 * Axe and a ruler on every screen, card and dialog, in both languages and both themes.
 *
 * English is shown on a desk with a mouse, and Spanish, whose words are longer, on the narrowest phone with a finger: so each rule
 * sees both layouts. In the second theme the rules of colour are asked alone, since no other depends on it. That nothing is cut off is
 * asked at further widths, too; that a finger hits, at the till; and some screens are gone around by Tab. Real screen readers are
 * beyond it.
 */

declare global {
  interface Window {
    axe: typeof axe
  }
}

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const ofColour = ['color-contrast', 'link-in-text-block']
/** Nobody reads the source of what is in order, and no rule here reads the style sheets. */
const script = `${axe.source}\naxe.configure({ noHtml: true })`
const preload = { assets: ['media'] }
const viewers: Viewer[] = ['visitor', 'customer', 'staff', 'admin']
const desk = { width: 1280, height: 800 }
const phone = { width: 360, height: 740 }
const home: Record<Language, typeof desk> = { en: desk, es: phone }
/** Where one goes around by Tab: a card, a table with filters and tabs, a long form. */
const rounds: Record<Viewer, string[]> = {
  visitor: ['register'],
  customer: ['my-coupons'],
  staff: ['till-good', 'till-free'],
  admin: ['book', 'activity', 'store-settings'],
}
const otherWidths: Record<Language, number[]> = { en: [768], es: [768, 1280] }

let demo: DemoStore
let store: FilledStore
let browser: Browser

beforeAll(async () => {
  if (!hasChromium) return
  demo = await openDemoStore()
  store = await fillStore(demo.url)
  browser = await openBrowser(cameraArgs)
})

afterAll(async () => {
  if (!hasChromium) return
  await browser.close()
  await demo.close()
})

type Theme = 'light' | 'dark'

const show = (page: Page, theme: Theme): Promise<void> =>
  page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })

/** Asks every rule in the theme that is shown, and those of colour in the other, which then stays. */
async function violations(page: Page, view: View, shown: Theme): Promise<string[]> {
  const all: axe.RunOptions = {
    runOnly: { type: 'tag', values: wcag },
    // An open menu lies over the page, beside its landmarks, and keeps the focus until it is closed.
    rules: { region: { enabled: !view.name.endsWith('menu') } },
  }
  const found = await violationsIn(page, shown, all)
  const other = otherThan(shown)
  await show(page, other)
  return [...found, ...(await violationsIn(page, other, { runOnly: { type: 'rule', values: ofColour } }))]
}

const otherThan = (theme: Theme): Theme => (theme === 'light' ? 'dark' : 'light')

/** Runs axe in the page and tells each element that breaks a rule in a line. */
async function violationsIn(page: Page, theme: Theme, options: axe.RunOptions): Promise<string[]> {
  const results = await page.evaluate(
    async (given) => {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      // What lies under a dialog is looked at without it, and the first rows of a list stand for those that are like them.
      const include = document.querySelector('[role=dialog], dialog[open]') ?? document.documentElement
      const exclude = [['tbody tr:nth-of-type(n + 6)']]
      return window.axe.run({ include: [include], exclude }, { ...given, resultTypes: ['violations'] })
    },
    { ...options, preload },
  )
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${theme}: ${id} at ${target.join(' ')}: ${failureSummary ?? ''}`,
    ),
  )
}

/** The phone has a finger where the desk has a mouse. */
async function touch(page: Page, enabled: boolean): Promise<void> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('Emulation.setTouchEmulationEnabled', { enabled })
}

/** Where something lies beyond the edge of the screen, at its own width and at others. */
async function beyondEdge(page: Page, language: Language): Promise<string[]> {
  const found: string[] = []
  const { width: own, height } = home[language]
  for (const width of [own, ...otherWidths[language]]) {
    if (width !== own) await page.setViewportSize({ width, height })
    found.push(...(await edgesAtRest(page)).map((what) => `at ${width} px ${what}`))
  }
  await page.setViewportSize(home[language])
  return found
}

/** What floats beside something else finds its new place a few frames after the width has changed: only what stays out is out. */
async function edgesAtRest(page: Page): Promise<string[]> {
  let found = await page.evaluate(lookAtEdges)
  for (let frames = 0; frames < 60 && found.length > 0; frames += 1) {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    found = await page.evaluate(lookAtEdges)
  }
  return found
}

/** In the page: how far it would have to be pushed to be read, and what can be pressed beyond the edge, where nothing scrolls to it. */
function lookAtEdges(): string[] {
  const over = document.documentElement.scrollWidth - window.innerWidth
  const controls = document.querySelectorAll(':is(main, [role=dialog], dialog[open]) :is(a, button, input)')
  const cutOff = [...controls]
    .filter((element) => element.checkVisibility() && !element.closest('.sr-only, [class*=overflow-x-auto]'))
    .filter((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect()
      const isOut = element.closest('dialog') !== null && (top < 0 || bottom > window.innerHeight)
      return left < 0 || right > window.innerWidth || isOut
    })
    .map((element) => `it is cut off: ${element.outerHTML.slice(0, 160)}`)
  const sideways = [...document.querySelectorAll('.data-table')]
    // One that the keys scroll is meant to be wide.
    .filter(({ parentElement: parent }) => parent !== null && parent.tabIndex < 0)
    .filter(({ parentElement: parent }) => (parent?.scrollWidth ?? 0) > (parent?.clientWidth ?? 0))
    .map((table) => `its list scrolls sideways: ${table.getAttribute('aria-label') ?? ''}`)
  return [...(over > 0 ? [`it is ${over} px too wide`] : []), ...cutOff, ...sideways]
}

/** The window is called what the screen is called, and the page is in the language that is shown. */
async function misnamed(page: Page, language: Language): Promise<string[]> {
  const { title, heading, lang } = await page.evaluate(() => ({
    title: document.title,
    heading: document.querySelector('h1')?.innerText ?? '',
    lang: document.documentElement.lang,
  }))
  return [
    ...(title === 'Cuponera' || title.endsWith(' · Cuponera') ? [] : [`the window is called “${title}”`]),
    ...(heading === '' ? ['it has no heading'] : []),
    ...(lang === language ? [] : [`the page says it is in “${lang}”`]),
  ]
}

/** At the till, where fingers are: what can be pressed and is smaller than a finger. */
async function tooSmall(page: Page): Promise<string[]> {
  const targets = page.locator(':is(main, [role=dialog], dialog[open]) :is(a, button, input)')
  return targets.evaluateAll((elements) =>
    elements
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 44)
      .map((element) => `less than 44 px high: ${element.outerHTML.slice(0, 160)}`),
  )
}

/** On a phone: fields whose letters are so small that it would zoom in on them. */
async function zoomedInOn(page: Page): Promise<string[]> {
  return page
    .locator(':is(input, select, textarea):not([type=radio], [type=checkbox], [type=file])')
    .evaluateAll((fields) =>
      fields
        .filter((field) => field.checkVisibility() && parseFloat(getComputedStyle(field).fontSize) < 16)
        .map((field) => `a phone zooms in on it: ${field.outerHTML.slice(0, 160)}`),
    )
}

/** Goes once around the page by Tab, back to where it began, and tells of each stop that is hidden or does not show the focus. */
async function roundByTab(page: Page): Promise<string[]> {
  const faults: string[] = []
  const seen = new Set<string>()
  await touch(page, false)
  const began = await page.evaluateHandle(() => document.activeElement)
  // What stays from screen to screen was marked on the round before.
  await page.evaluate(() =>
    document.querySelectorAll('[data-tabbed]').forEach((element) => element.removeAttribute('data-tabbed')),
  )
  for (let stops = 0; stops < 200; stops += 1) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(lookAtFocus)
    if (stop === null) continue // the browser's own part of the round
    if (seen.has(stop.path)) break
    seen.add(stop.path)
    if (stop.fault !== undefined) faults.push(`${stop.fault}: ${stop.html}`)
  }
  const missed = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(':is(a, button, select, input:not([type=radio]))')]
      .filter(
        (element) => element.checkVisibility() && element.tabIndex >= 0 && !element.matches(':disabled'),
      )
      .filter((element) => element.dataset['tabbed'] === undefined)
      .map((element) => `never reached: ${element.outerHTML.slice(0, 160)}`),
  )
  await began.evaluate((element) => element instanceof HTMLElement && element.focus())
  await touch(page, true)
  return [...faults, ...missed]
}

/** In the page: what has the focus, and what is wrong with it. */
function lookAtFocus(): { path: string; html: string; fault?: string } | null {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body) return null
  const path = (element.dataset['tabbed'] ??= String(document.querySelectorAll('[data-tabbed]').length))
  const { left, right, top, bottom } = element.getBoundingClientRect()
  const isSeen = [top + 4, (top + bottom) / 2, bottom - 4].some((height) => {
    const there = document.elementFromPoint((left + right) / 2, height)
    return there !== null && (element.contains(there) || there.contains(element))
  })
  const marks = [
    getComputedStyle(element),
    getComputedStyle(element, '::after'),
    getComputedStyle(element.closest('label') ?? element),
  ]
  const isMarked = marks.some(
    ({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none',
  )
  const fault = isSeen ? (isMarked ? undefined : 'does not show the focus') : 'has the focus and is hidden'
  return { path, html: element.outerHTML.slice(0, 160), ...(fault === undefined ? {} : { fault }) }
}

async function faultsOf(walk: Walk, view: View, language: Language, shown: Theme): Promise<string[]> {
  const { page } = walk
  await walk.goTo(view.href)
  await view.act?.(walk, (english, spanish) => (language === 'en' ? english : spanish))
  const isOnPhone = language === 'es'
  const found = [
    ...(await violations(page, view, shown)),
    ...(await misnamed(page, language)),
    ...(isOnPhone ? await zoomedInOn(page) : []),
    ...(isOnPhone && view.href.startsWith(hrefTo('till')) ? await tooSmall(page) : []),
    ...(isOnPhone && rounds[view.as].includes(view.name) ? await roundByTab(page) : []),
    ...(await beyondEdge(page, language)),
  ]
  return found.map((fault) => `${view.name}: ${fault}`)
}

describe.skipIf(!hasChromium).each(viewers)('what is shown to: %s', (viewer) => {
  let walk: Walk

  beforeAll(async () => {
    // The page's policy lets nothing in from elsewhere; a script of the browser's own is not asked.
    walk = await startWalk(browser, demo.url, viewer, script)
  })

  afterAll(() => walk.page.context().close())

  test.each(languages)('is without fault in “%s”', async (language) => {
    const { page, complaints } = walk
    await touch(page, language === 'es')
    let place = 'the start'
    // What hangs says by itself only that it took too long.
    onTestFailed(() => console.log(`${viewer}, ${language}: the walk came to ${place}`))
    await page.setViewportSize(home[language])
    await walk.speak(language)
    await show(page, 'light')
    let shown: Theme = 'light'
    const faults: string[] = []
    for (const view of everyView(store).filter(({ as }) => as === viewer)) {
      place = view.name
      faults.push(...(await faultsOf(walk, view, language, shown)))
      shown = otherThan(shown)
    }
    expect([...faults, ...complaints]).toEqual([])
  })
})
