import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { cdp, page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import { listenForScans } from '../../renderer/scan/scan-anywhere.ts'
import ScanOffer from '../../renderer/scan/ScanOffer.svelte'
import { scans } from '../../renderer/scan/scans.svelte.ts'
import SearchField from '../../renderer/ui/SearchField.svelte'
import { navigate, router } from '../../renderer/state/router.svelte.ts'
import { getCoupon } from '../../server/contracts/coupons.ts'
import { typist } from '../support/wedge.ts'
import { network, Refusal, silence } from './network.ts'
import { ana, luis, seen } from './store.ts'
import { atPlace, logInAs } from './till-support.ts'

/** A scanner on every screen: real key events, each at its own time. */

let line: Promise<unknown> = Promise.resolve()
/** One key after the other: sent all at once they may change places on their way to the browser. */
const type = typist((method, params) => (line = line.then(() => cdp().send(method, params))))
const code = 'SUMR-7K2M'

let server: ReturnType<typeof network>
let waits: boolean
let opened: string[]
const ends: (() => void)[] = []

atPlace('/customers')
beforeEach(() => {
  // A pause lasts as long as a test says, not as long as the computer was busy.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  server = network()
  server.on(getCoupon, ({ params }) => (params['code'] === code ? seen() : new Refusal('coupon_not_found')))
  logInAs(luis)
  ;[waits, opened] = [false, []]
  ends.push(listenForScans(() => waits))
  ends.push(scans.shownBy((code) => opened.push(code)))
})
afterEach(() => {
  for (const end of ends.splice(0)) end()
  scans.forget()
  vi.useRealTimers()
  leaveScreen()
})

function leaveScreen(): void {
  for (const screen of document.querySelectorAll('.at-hand')) screen.remove()
}

/** Puts this on the screen, with the focus on what says `autofocus`. */
function show(html: string): HTMLElement {
  const screen = document.createElement('div')
  screen.className = 'at-hand'
  screen.innerHTML = html
  document.body.append(screen)
  screen.querySelector<HTMLElement>('[autofocus]')?.focus()
  return screen
}

/** A form with one field, that says how often it was sent. */
function form(field: string) {
  const sent = vi.fn((event: Event) => event.preventDefault())
  const screen = show(`<form>${field}<button>Save</button></form>`)
  screen.querySelector('form')?.addEventListener('submit', sent)
  return { sent, field: screen.querySelector<HTMLInputElement>('[autofocus]') as HTMLInputElement }
}

/** Holds an answer back until it is opened. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}

const byHand = (text: string) => type(text, { apartMs: 120, end: null })

const nothingOpened = async (): Promise<void> => {
  // A scan after it shows that the one before had its chance.
  ;(document.activeElement as HTMLElement | null)?.blur()
  await type('FENCE-2000')
  expect(opened).toEqual(['FENCE-2000'])
}

describe('typing is left alone', () => {
  test.each([
    ['by hand', 'SUMR-7K2M', { apartMs: 120 }],
    ['by a fast hand', 'SUMR-7K2M', { apartMs: 60 }],
    ['of a letter or two', 'ab', {}],
    ['of a key that is held down', 'aaaaaaaaaaaa', { apartMs: 30, held: true }],
  ] as const)('%s', async (_, text, how) => {
    show('<button autofocus>New</button>')
    await type(text, how)
    await nothingOpened()
  })

  test('without Enter, four fingers that roll over the keys are no scan', async () => {
    await type('asdf', { end: null })
    vi.advanceTimersByTime(100)
    await nothingOpened()
  })

  test('with Control, or while letters are composed', async () => {
    const press = (key: string, over: KeyboardEventInit): boolean =>
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...over }))
    for (const over of [{ ctrlKey: true }, { isComposing: true }, { altKey: true }])
      for (const key of [...'abcdefgh', 'Enter']) press(key, over)
    for (const key of ['Dead', 'Process', 'Unidentified', 'Enter']) press(key, {})
    await nothingOpened()
  })

  test('in a field, however fast: what the store does not know stays, and Enter sends it', async () => {
    const { sent, field } = form('<input autofocus>')
    await type('Night market')
    await expect.poll(() => sent.mock.calls.length).toBe(1)
    expect(field.value).toBe('Night market')
    expect(opened).toEqual([])
    expect(scans.offer).toBeUndefined()
  })

  test('in a field of a text that cannot be a code is not even asked about', async () => {
    const { sent, field } = form('<input autofocus>')
    await type('ana.mail/example')
    field.value = ''
    await type('ana@mail.example')
    await expect.poll(() => sent.mock.calls.length).toBe(2)
    expect(server.of(getCoupon)).toHaveLength(1)
  })

  test('in a field while nobody answers: Enter sends it', async () => {
    vi.useRealTimers()
    server.on(getCoupon, () => silence)
    const { sent, field } = form('<input autofocus>')
    await type(code)
    await expect.poll(() => sent.mock.calls.length).toBe(1)
    expect(field.value).toBe(code)
  })

  test('in an area of text that the store does not know: Enter begins a line', async () => {
    const { field } = form('<textarea autofocus></textarea>')
    await type('Night market')
    await expect.poll(() => field.value).toBe('Night market\n')
  })

  test('a password is never touched, nor the field beside it', async () => {
    const { sent, field } = form('<input autofocus name="email"><input type="password">')
    await type(code)
    expect(field.value).toBe(code)
    expect(sent).toHaveBeenCalledTimes(1)
    const secret = document.querySelector<HTMLInputElement>('[type=password]') as HTMLInputElement
    secret.focus()
    await type(code)
    expect(secret.value).toBe(code)
    expect(sent).toHaveBeenCalledTimes(2)
    expect(server.of(getCoupon)).toEqual([])
  })

  test('a field that wants codes keeps them', async () => {
    const { sent, field } = form('<input autofocus data-takes-scans>')
    await type(code)
    expect([field.value, sent.mock.calls.length]).toEqual([code, 1])
    leaveScreen()
    await nothingOpened()
  })

  test('for customers there is no till to scan for', async () => {
    logInAs(ana)
    await type(code)
    expect(opened).toEqual([])
  })
})

describe('a scan where keys write nothing', () => {
  test.each([
    ['the page', '<p>Nothing</p>'],
    ['a button', '<button autofocus>New</button>'],
    ['a link', '<a href="/books" autofocus>Books</a>'],
    ['a row of a table', '<table><tr tabindex="0" autofocus><td>Summer</td></tr></table>'],
    ['a box to tick', '<input type="checkbox" autofocus>'],
  ])('opens from %s, and its Enter does nothing else', async (_, html) => {
    const clicked = vi.fn((event: Event) => event.preventDefault())
    const screen = show(html)
    screen.addEventListener('click', clicked)
    await type(code)
    await expect.poll(() => opened).toEqual([code])
    expect(clicked).not.toHaveBeenCalled()
  })

  test('a space in it presses no button', async () => {
    const clicked = vi.fn()
    show('<button autofocus>New</button>').addEventListener('click', clicked)
    await type('SUMR 7K2M')
    expect(opened).toEqual(['SUMR 7K2M'])
    expect(clicked).not.toHaveBeenCalled()
  })

  test('ends by Tab, too, or by nothing but a pause; a late Enter still belongs to it', async () => {
    const clicked = vi.fn()
    show('<button autofocus>New</button>').addEventListener('click', clicked)
    await type(code, { end: 'Tab' })
    await type('NIGHT-2', { end: null })
    vi.advanceTimersByTime(99)
    expect(opened).toEqual([code])
    vi.advanceTimersByTime(1)
    expect(opened).toEqual([code, 'NIGHT-2'])
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    expect(clicked).not.toHaveBeenCalled()
  })

  test('is the same with Caps Lock on', async () => {
    await type(code, { capsLock: true })
    expect(opened).toEqual(['sumr-7k2m'])
  })

  test('is read by the places of the keys where the computer is set to another keyboard', async () => {
    await type(code, { spanish: true })
    expect(opened).toEqual([code])
  })

  test('is whole where one of its keys comes late', async () => {
    await type(code, { stall: { at: 4, ms: 90 } })
    expect(opened).toEqual([code])
  })

  test('is whole, and one, where the computer delivers its end late', async () => {
    await type('SUMR-7', { end: null })
    vi.advanceTimersByTime(100)
    await type('K2M', { afterMs: 8, end: null })
    vi.advanceTimersByTime(100)
    await type('', { afterMs: 8 })
    expect(opened).toEqual(['SUMR-7', code])
  })

  test('opens the till where there is none on the screen', async () => {
    for (const end of ends.splice(1)) end()
    await type(code)
    await expect.poll(() => router.url.pathname + router.url.search).toBe(`/till?code=${code}`)
  })
})

describe('a scan into a field', () => {
  test('is taken out again: value, caret and undo as before, and the form is not sent', async () => {
    const { sent, field } = form('<input autofocus>')
    await byHand('Ana')
    field.setSelectionRange(2, 2)
    const inputs: string[] = []
    field.addEventListener('input', () => inputs.push(field.value))
    await type(code)
    await expect.poll(() => scans.offer?.code).toBe(code)
    expect([field.value, field.selectionStart, field.selectionEnd]).toEqual(['Ana', 2, 2])
    expect(inputs.at(-1)).toBe('Ana')
    expect(document.activeElement).toBe(field)
    expect(sent).not.toHaveBeenCalled()
  })

  test('is gone from a search before the screen is left, however late the store answers', async () => {
    const asked = gate()
    server.on(getCoupon, async () => {
      await asked.opened
      return seen()
    })
    const handed: string[] = []
    const search = await render(SearchField, {
      label: 'Search',
      get value() {
        return handed.at(-1) ?? ''
      },
      set value(value) {
        handed.push(value)
      },
    })
    ;(search.getByRole('textbox').element() as HTMLElement).focus()
    await byHand('ana')
    await type(code)
    vi.advanceTimersByTime(200)
    expect(handed).toEqual([`ana${code}`])
    let atLast: string | undefined
    ends.push(scans.shownBy(() => (atLast = handed.at(-1))))
    asked.open()
    await expect.poll(() => atLast).toBe('ana')
  })

  test('gives back what was selected', async () => {
    const { field } = form('<input autofocus value="Ana Pérez">')
    field.setSelectionRange(4, 9)
    await type(code)
    await expect.poll(() => opened).toEqual([code])
    expect([field.value, field.selectionStart, field.selectionEnd]).toEqual(['Ana Pérez', 4, 9])
  })

  test.each([
    ['an area of text', '<textarea autofocus>one</textarea>', 'one'],
    ['an e-mail address', '<input type="email" autofocus value="ana@mail.example">', 'ana@mail.example'],
    ['a number', '<input type="number" autofocus value="12">', '12'],
    ['a choice', '<select autofocus><option>Mine</option><option>Summer</option></select>', 'Mine'],
    ['a field with little room', '<input autofocus maxlength="6" value="Ana">', 'Ana'],
  ])('leaves %s as it was', async (_, html, value) => {
    const { sent, field } = form(html)
    await type(code)
    await expect.poll(() => opened).toEqual([code])
    expect(field.value).toBe(value)
    expect(sent).not.toHaveBeenCalled()
  })

  test('that ends by Tab or by a pause counts as well', async () => {
    const { field } = form('<input autofocus>')
    await type(code, { end: 'Tab' })
    await expect.poll(() => opened).toEqual([code])
    expect(field.value).toBe('')
    field.focus()
    await type(code, { end: null })
    vi.advanceTimersByTime(100)
    await expect.poll(() => opened).toEqual([code, code])
    expect(field.value).toBe('')
  })

  test('leaves what the person types while the store is asked', async () => {
    const asked = gate()
    server.on(getCoupon, async () => {
      await asked.opened
      return seen()
    })
    const { field } = form('<input autofocus>')
    await type(code)
    await byHand('Luis')
    asked.open()
    await expect.poll(() => scans.offer?.code).toBe(code)
    expect([field.value, field.selectionStart]).toEqual(['Luis', 4])
  })

  test('that no coupon has, but looks like nothing else, stays and sends nothing', async () => {
    const { sent, field } = form('<input autofocus>')
    await render(ScanOffer)
    await type('4006381333931')
    await expect.element(browser.getByText('“4006381333931” is no code of this store')).toBeVisible()
    expect(field.value).toBe('4006381333931')
    expect(sent).not.toHaveBeenCalled()
    await type('')
    expect(sent).toHaveBeenCalledTimes(1)
  })
})

describe('nothing typed is lost', () => {
  test('while a form holds something, a scan is offered; once more, it opens', async () => {
    form('<input autofocus>')
    await render(ScanOffer)
    await byHand('Luisa')
    ;(document.activeElement as HTMLElement).blur()
    await type(code)
    await expect.element(browser.getByRole('status')).toHaveTextContent(`Scanned ${code}`)
    expect(opened).toEqual([])
    await type('NIGHT-2')
    await expect.element(browser.getByRole('status')).toHaveTextContent('Scanned NIGHT-2')
    await type('NIGHT-2')
    await expect.poll(() => opened).toEqual(['NIGHT-2'])
    await expect.element(browser.getByRole('status')).toHaveTextContent('')
  })

  test('a screen that says it holds something is not left either', async () => {
    show('<ol data-unsaved><li>codes.csv</li></ol>')
    await type(code)
    expect([opened, scans.offer?.code]).toEqual([[], code])
  })

  test('at the till a new customer that is half typed stays, and the field is free for the next scan', async () => {
    form('<input autofocus>')
    await byHand('Luisa')
    const field = show('<input data-scan-field>').querySelector('input') as HTMLInputElement
    field.focus()
    await type(code)
    expect([opened, scans.offer?.code, field.value]).toEqual([[], code, ''])
    await type(code)
    expect(opened).toEqual([code])
  })

  test('while a dialog is open, a scan is offered, and its button opens it', async () => {
    show('<div role="dialog"><button autofocus>Void</button></div>')
    await render(ScanOffer)
    await type(code)
    expect(opened).toEqual([])
    await browser.getByRole('button', { name: 'Open at the till' }).click()
    expect(opened).toEqual([code])
  })

  test('an offer is put away by hand', async () => {
    show('<div role="dialog"><button autofocus>Void</button></div>')
    await render(ScanOffer)
    await type(code)
    await browser.getByRole('button', { name: 'Put it away' }).click()
    await expect.element(browser.getByRole('status')).toHaveTextContent('')
    expect(opened).toEqual([])
  })

  test('a form that was left, a filter, and what was typed and taken back hold nobody', async () => {
    form('<input autofocus>')
    await byHand('Luisa')
    leaveScreen()
    show('<div role="search"><input autofocus></div>')
    await byHand('ana')
    const { field } = form('<input autofocus>')
    await byHand('x')
    field.value = ''
    field.blur()
    await type(code)
    await expect.poll(() => opened).toEqual([code])
  })
})

describe('a scan before the console can take it', () => {
  test('waits, and the last one is opened', async () => {
    waits = true
    await type('NIGHT-1')
    await type('NIGHT-2')
    expect(opened).toEqual([])
    waits = false
    scans.release()
    expect(opened).toEqual(['NIGHT-2'])
  })

  test('is forgotten when somebody has to log in', async () => {
    waits = true
    await type('NIGHT-1')
    scans.forget()
    scans.release()
    expect(opened).toEqual([])
  })

  test('of two, the one whose answer comes late does not win', async () => {
    const asked = gate()
    server.on(getCoupon, async ({ params }) => {
      if (params['code'] === code) await asked.opened
      return seen()
    })
    const { field } = form('<input autofocus>')
    await type(code)
    await type('NIGHT-2')
    asked.open()
    await expect.poll(() => opened).toEqual(['NIGHT-2'])
    expect(field.value).toBe('')
    expect(opened).toEqual(['NIGHT-2'])
  })
})

test('the till’s field sends a scan without Enter, but nothing typed by hand', async () => {
  navigate('/till', { replace: true })
  const field = show('<input data-scan-field autofocus>').querySelector('input') as HTMLInputElement
  await type('ABCDEFGH', { apartMs: 60, end: null })
  vi.advanceTimersByTime(1000)
  expect(opened).toEqual([])
  field.value = ''
  await type('ABCD', { end: null })
  vi.advanceTimersByTime(1000)
  expect(opened).toEqual([])
  field.value = ''
  await type(code, { end: null })
  vi.advanceTimersByTime(400)
  expect(opened).toEqual([code])
})

test('the till’s field waits for the rest of a scan that a busy computer delivers late', async () => {
  navigate('/till', { replace: true })
  const field = show('<input data-scan-field autofocus>').querySelector('input') as HTMLInputElement
  await type('SUMR-7', { end: null })
  vi.advanceTimersByTime(300)
  expect([opened, field.value]).toEqual([[], 'SUMR-7'])
  await type('K2M', { afterMs: 300, end: null })
  vi.advanceTimersByTime(1000)
  expect([opened, field.value]).toEqual([[], code])
})
