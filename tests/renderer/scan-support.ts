import { afterEach, beforeEach, expect, vi } from 'vitest'
import { cdp } from 'vitest/browser'
import '../../renderer/app.css'
import { listenForScans } from '../../renderer/scan/scan-anywhere.ts'
import { scans } from '../../renderer/scan/scans.svelte.ts'
import { getCoupon } from '../../server/contracts/coupons.ts'
import { typist } from '../support/wedge.ts'
import { gate, network, Refusal } from './network.ts'
import { luis, seen } from './store.ts'
import { atPlace, logInAs } from './till-support.ts'

/** A scanner on every screen: real key events, each at its own time. */

let line: Promise<unknown> = Promise.resolve()
/** One key after the other: sent all at once they may change places on their way to the browser. */
export const type = typist((method, params) => (line = line.then(() => cdp().send(method, params))))
export const byHand = (text: string) => type(text, { apartMs: 120, end: null })
/** The one code that the store knows. */
export const code = 'SUMR-7K2M'

/** A console that hears scans, with Luis at it and a till that only notes them; anew for each test of a file. */
export function hearScans() {
  const heard = {
    server: undefined as unknown as ReturnType<typeof network>,
    /** What the till was given. */
    opened: [] as string[],
    /** Nobody can take a scan yet. */
    waits: false,
    /** What ends with the test. */
    ends: [] as (() => void)[],
    /** Holds back what the store says of any code, that it knows it or not, until it is opened. */
    slowly(answer: 'known' | 'unknown'): { open: () => void } {
      const { opened, open } = gate()
      heard.server.on(getCoupon, async () => {
        await opened
        return answer === 'known' ? seen() : new Refusal('coupon_not_found')
      })
      return { open }
    },
    async nothingOpened(): Promise<void> {
      // A scan after it shows that the one before had its chance.
      ;(document.activeElement as HTMLElement | null)?.blur()
      await type('FENCE-2000')
      expect(heard.opened).toEqual(['FENCE-2000'])
    },
  }

  atPlace('/customers')
  beforeEach(() => {
    // A pause lasts as long as a test says, not as long as the computer was busy.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    heard.server = network()
    heard.server.on(getCoupon, ({ params }) =>
      params['code'] === code ? seen() : new Refusal('coupon_not_found'),
    )
    logInAs(luis)
    // The keys of a new page go to the one around it.
    window.focus()
    Object.assign(heard, { waits: false, opened: [] })
    heard.ends.push(listenForScans(() => heard.waits))
    heard.ends.push(scans.shownBy((code) => heard.opened.push(code)))
  })
  afterEach(() => {
    for (const end of heard.ends.splice(0)) end()
    scans.forget()
    vi.useRealTimers()
    leaveScreen()
  })
  return heard
}

export function leaveScreen(): void {
  for (const screen of document.querySelectorAll('.at-hand')) screen.remove()
}

/** Puts this on the screen, with the focus on what says `autofocus`. */
export function show(html: string): HTMLElement {
  const screen = document.createElement('div')
  screen.className = 'at-hand'
  screen.innerHTML = html
  // What is sent after all must not take the test away with it.
  screen.addEventListener('submit', (event) => event.preventDefault())
  document.body.append(screen)
  screen.querySelector<HTMLElement>('[autofocus]')?.focus()
  return screen
}

/** A form with one field, that says how often it was sent. */
export function form(field: string) {
  const sent = vi.fn((event: Event) => event.preventDefault())
  const screen = show(`<form>${field}<button>Save</button></form>`)
  screen.querySelector('form')?.addEventListener('submit', sent)
  return { sent, field: screen.querySelector<HTMLInputElement>('[autofocus]') as HTMLInputElement }
}
