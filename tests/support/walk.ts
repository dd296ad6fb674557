/** Walks through the console in a real browser as somebody, from screen to screen without loading it anew. */
import type { Browser, Page, Request } from 'playwright-core'
import type { Language } from '../../renderer/ui/language.ts'
import { complaintsOf } from './chromium.ts'
import { demoPassword } from './filled-store.ts'

/** Who looks; a manager's screens are an administrator's, too. */
export type Viewer = 'visitor' | 'customer' | 'staff' | 'admin'

const emails: Record<Exclude<Viewer, 'visitor'>, string> = {
  customer: 'ana@demo.example',
  staff: 'luis@demo.example',
  admin: 'admin@demo.example',
}

export interface Walk {
  page: Page
  /** What went wrong behind the screens so far. */
  complaints: string[]
  /** Loads the console in this language, unless it was just loaded so: on the log-in or, once somebody is in, where they begin. */
  speak: (language: Language) => Promise<void>
  /**
   * Goes to an address, as the back button does, and waits for all that its screen asks the server for. What was done to the
   * network for the screen before it is undone.
   */
  goTo: (href: string) => Promise<void>
  /** Waits until nothing is on its way: no request, no placeholder. */
  settle: () => Promise<void>
}

/** Words in the language that is shown: `say('New book', 'Nueva cuponera')`. */
export type Say = (english: string, spanish: string) => string

/** Something to look at. */
export interface View {
  /** Short, in kebab-case: what a picture of it is called. */
  name: string
  /** What it is, in words. */
  title: string
  as: Viewer
  href: string
  /** From the screen at `href` to what is meant, as a person goes there. */
  act?: (walk: Walk, say: Say) => Promise<void>
}

/** Opens the console at `url` in English, for a page of its own with this script in it, and logs in as this viewer. */
export async function startWalk(browser: Browser, url: string, viewer: Viewer, script = ''): Promise<Walk> {
  const kept = [{ name: 'cuponera.till', value: 'Till 1' }]
  const context = await browser.newContext({
    locale: 'en-GB',
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
    storageState: { cookies: [], origins: [{ origin: url, localStorage: kept }] },
  })
  await context.addInitScript(script)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const complaints = complaintsOf(page)
  const settle = settling(page)
  let justLoadedIn: Language | undefined = 'en'
  const speak = async (language: Language): Promise<void> => {
    if (justLoadedIn === language) return
    await page.unrouteAll()
    await page.evaluate((name) => localStorage.setItem('cuponera.language', name), language)
    await page.goto(url)
    await settle()
    justLoadedIn = language
  }
  await page.goto(url)
  await settle()
  if (viewer !== 'visitor') {
    await page.getByLabel('E-mail', { exact: true }).fill(emails[viewer])
    await page.getByLabel('Password', { exact: true }).fill(demoPassword)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Log in' }).waitFor({ state: 'detached' })
    await settle()
  }
  const goTo = async (href: string): Promise<void> => {
    justLoadedIn = undefined
    await page.unrouteAll()
    const isCovered = await page.getByRole('menu').or(page.getByRole('dialog')).first().isVisible()
    if (isCovered) await page.keyboard.press('Escape')
    // From one address to the same one nothing would change, and what lies open over it would stay.
    if (href === pathOf(page)) await follow(page, '/settings')
    await follow(page, href)
    await settle()
  }
  return { page, complaints, speak, goTo, settle }
}

function pathOf(page: Page): string {
  const { pathname, search } = new URL(page.url())
  return pathname + search
}

async function follow(page: Page, href: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, href)
}

const longestMs = 20_000

function settling(page: Page): () => Promise<void> {
  const underWay = new Set<Request>()
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    // The stream of hints never ends.
    if (pathname !== '/api/v1/events') underWay.add(request)
  })
  page.on('requestfinished', (request) => underWay.delete(request))
  page.on('requestfailed', (request) => underWay.delete(request))
  return async () => {
    const begun = performance.now()
    while (!(await page.evaluate(isStill)) || underWay.size > 0) {
      if (performance.now() - begun < longestMs) continue
      throw new Error(`${page.url()} waits for ${[...underWay].map((request) => request.url()).join(', ')}`)
    }
  }
}

/** In the page, two frames later: what has come is drawn, and what it asks for in turn is on its way. */
async function isStill(): Promise<boolean> {
  for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
  return (
    document.querySelector('h1') !== null &&
    document.querySelector('[aria-busy=true], .animate-breathe') === null
  )
}

/** Opens a dialog by the first button whose name begins so: in a list there is one in each row. */
export async function openDialog({ page, settle }: Walk, button: string): Promise<void> {
  await page
    .getByRole('button', { name: new RegExp(`^${button}`) })
    .first()
    .click()
  await page.getByRole('dialog').waitFor()
  await settle()
}
