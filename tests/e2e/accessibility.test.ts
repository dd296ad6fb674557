import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hrefTo } from '../../renderer/state/places.ts'
import { languages, type Language } from '../../renderer/ui/language.ts'
import { hasChromium, leave, visit, type Visit } from '../support/browser.ts'
import { openDemoStore, type DemoStore } from '../support/demo-store.ts'
import { everyView } from '../support/every-screen.ts'
import { fillStore, type FilledStore } from '../support/filled-store.ts'
import { startWalk, type View, type Viewer, type Walk } from '../support/walk.ts'

/**
 * Axe and a ruler on every screen, card and dialog, in both languages and both themes.
 *
 * English is shown on a desk with a mouse, and Spanish, whose words are longer, on the narrowest phone with a finger: so each rule
 * sees both layouts. In the dark the rules of colour are asked alone, since no other depends on it. That nothing is cut off is asked
 * at further widths, too; that a finger hits, at the till; and some screens are gone around by Tab. Real screen readers are beyond it.
 */

declare global {
  interface Window {
    axe: typeof axe
  }
}

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const ofColour = ['color-contrast', 'link-in-text-block']
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
let visitor: Visit

beforeAll(async () => {
  if (!hasChromium) return
  demo = await openDemoStore()
  store = await fillStore(demo.url)
  visitor = await visit(demo.url)
})

afterAll(async () => {
  if (!hasChromium) return
  await leave(visitor)
  await demo.close()
})

/** Runs axe in the page and tells each element that breaks a rule in a line. */
async function violations(page: Page, scheme: 'light' | 'dark', view: View): Promise<string[]> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  const options: axe.RunOptions =
    scheme === 'dark'
      ? { runOnly: { type: 'rule', values: ofColour } }
      : {
          runOnly: { type: 'tag', values: wcag },
          // An open menu lies over the page, beside its landmarks, and keeps the focus until it is closed.
          rules: { region: { enabled: !view.name.endsWith('menu') } },
        }
  const results = await page.evaluate(async (given) => {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    // What lies under a dialog is looked at without it, and the first rows of a list stand for those that are like them.
    const include = document.querySelector('[role=dialog]') ?? document.documentElement
    const exclude = [['tbody tr:nth-of-type(n + 6)']]
    return window.axe.run({ include: [include], exclude }, { ...given, resultTypes: ['violations'] })
  }, options)
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${scheme}: ${id} at ${target.join(' ')}: ${failureSummary ?? ''}`,
    ),
  )
}

/** The phone has a finger where the desk has a mouse. */
async function touch(page: Page, enabled: boolean): Promise<void> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('Emulation.setTouchEmulationEnabled', { enabled })
}

/** Where the page is wider than the screen, and would have to be pushed to the side to be read. */
async function tooWide(page: Page, language: Language): Promise<string[]> {
  const found: string[] = []
  const { height } = home[language]
  for (const width of [home[language].width, ...otherWidths[language]]) {
    await page.setViewportSize({ width, height })
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (over > 0) found.push(`at ${width} px it is ${over} px too wide`)
    found.push(...(await cutOff(page)).map((what) => `at ${width} px it is cut off: ${what}`))
  }
  await page.setViewportSize(home[language])
  return found
}

/** What can be pressed and lies beyond the edge, where nothing scrolls to it. */
async function cutOff(page: Page): Promise<string[]> {
  return page.locator('main :is(a, button, input)').evaluateAll((elements) =>
    elements
      .filter(
        (element) => element.checkVisibility() && !element.closest('.sr-only, [class*=overflow-x-auto]'),
      )
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect()
        return left < 0 || right > window.innerWidth
      })
      .map((element) => element.outerHTML.slice(0, 160)),
  )
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
  const targets = page.locator('main :is(a, button, input), [role=dialog] :is(a, button, input)')
  return targets.evaluateAll((elements) =>
    elements
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 44)
      .map((element) => `less than 44 px high: ${element.outerHTML.slice(0, 160)}`),
  )
}

/** Goes once around the page by Tab, and tells of each stop that is hidden, or does not show that it has the focus. */
async function roundByTab(page: Page): Promise<string[]> {
  const faults: string[] = []
  const seen = new Set<string>()
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

async function faultsOf(walk: Walk, view: View, language: Language): Promise<string[]> {
  await walk.goTo(view.href)
  await view.act?.(walk, (english, spanish) => (language === 'en' ? english : spanish))
  const { page } = walk
  const found = [
    ...(await violations(page, 'light', view)),
    ...(await violations(page, 'dark', view)),
    ...(await misnamed(page, language)),
    ...(await tooWide(page, language)),
    ...(language === 'es' && view.href.startsWith(hrefTo('till')) ? await tooSmall(page) : []),
  ]
  return found.map((fault) => `${view.name}: ${fault}`)
}

describe.skipIf(!hasChromium).each(viewers)('what is shown to: %s', (viewer) => {
  let walk: Walk

  beforeAll(async () => {
    const context = await visitor.browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' })
    // The page's policy lets nothing in from elsewhere; a script of the browser's own is not asked.
    await context.addInitScript(axe.source)
    walk = await startWalk(context, demo.url, viewer)
  })

  afterAll(() => walk.page.context().close())

  test.each(languages)('is without fault in “%s”', async (language) => {
    await walk.page.setViewportSize(home[language])
    await touch(walk.page, language === 'es')
    await walk.speak(language)
    const faults: string[] = []
    for (const view of everyView(store))
      if (view.as === viewer) faults.push(...(await faultsOf(walk, view, language)))
    expect(faults).toEqual([])
  })

  test('is all in reach of Tab, in view and marked, on a phone', async () => {
    await walk.page.setViewportSize(phone)
    await touch(walk.page, false)
    await walk.speak('es')
    const faults: string[] = []
    for (const view of everyView(store).filter(({ name }) => rounds[viewer].includes(name))) {
      await walk.goTo(view.href)
      faults.push(...(await roundByTab(walk.page)).map((fault) => `${view.name}: ${fault}`))
    }
    expect(faults).toEqual([])
  })
})
