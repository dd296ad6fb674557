/** The real Chromium, for tests and for `npm run screens`. */
import { chromium, type Browser, type ConsoleMessage, type Page } from 'playwright-core'
import { chromiumArgs, findChromium } from './needs.mjs'

/** A browser of one's own, with these arguments besides the usual ones. */
export async function openBrowser(args: string[] = []): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('there is no Chromium; name one with CHROMIUM_PATH')
  return chromium.launch({ executablePath, args: [...chromiumArgs, ...args] })
}

/**
 * What the page complains about from now on. The browser tells of each request without a good answer, too: those to the server are
 * the test's own doing and left out, unless what it refused is a piece of the console.
 */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !isOfServer(message))
      complaints.push(`${message.text()} ${message.location().url}`)
  })
  return complaints
}

function isOfServer(message: ConsoleMessage): boolean {
  const text = message.text()
  if (!text.startsWith('Failed to load resource')) return false
  return text.includes('net::') || /\/(api\/v1\/|readyz)/.test(message.location().url)
}
