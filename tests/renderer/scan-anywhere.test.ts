import { describe, expect, test, vi } from 'vitest'
import { scans } from '../../renderer/scan/scans.svelte.ts'
import { navigate, router } from '../../renderer/state/router.svelte.ts'
import { getCoupon } from '../../server/contracts/coupons.ts'
import { gate, silence } from './network.ts'
import { byHand, code, form, hearScans, show, type } from './scan-support.ts'
import { seen } from './store.ts'

/** A scan where keys write nothing, before the console can take it, and in the till’s own field. */

const heard = hearScans()

describe('a scan where keys write nothing', () => {
  test.each([
    ['the page', '<p>Nothing</p>'],
    ['a button', '<button autofocus>New</button>'],
    ['a link', '<a href="/books" autofocus>Books</a>'],
    ['a row of a table', '<table><tr tabindex="0" autofocus><td>Summer</td></tr></table>'],
    ['a box to tick', '<input type="checkbox" autofocus>'],
    ['one of several', '<input type="radio" autofocus>'],
    ['a range', '<input type="range" autofocus>'],
    ['what can only be read', '<form><input readonly value="R-1" autofocus><button>Go</button></form>'],
  ])('opens from %s, and its Enter does nothing else', async (_, html) => {
    const clicked = vi.fn((event: Event) => event.preventDefault())
    const screen = show(html)
    screen.addEventListener('click', clicked)
    await type(code)
    await expect.poll(() => heard.opened).toEqual([code])
    expect(clicked).not.toHaveBeenCalled()
  })

  test('opens from a list with the server away, and the list is as it was', async () => {
    heard.server.on(getCoupon, () => silence)
    const list = show(
      '<form><select autofocus><option>Mine</option><option>Summer</option></select></form>',
    ).querySelector('select') as HTMLSelectElement
    const changes: string[] = []
    list.addEventListener('change', () => changes.push(list.value))
    await type(code)
    expect([heard.opened, list.value]).toEqual([[code], 'Mine'])
    expect(changes.at(-1) ?? 'Mine').toBe('Mine')
    expect(heard.server.of(getCoupon)).toEqual([])
  })

  test('a space in it presses no button', async () => {
    const clicked = vi.fn()
    show('<button autofocus>New</button>').addEventListener('click', clicked)
    await type('SUMR 7K2M')
    expect(heard.opened).toEqual(['SUMR 7K2M'])
    expect(clicked).not.toHaveBeenCalled()
  })

  test('ends by Tab, too, or by nothing but a pause; a late Enter still belongs to it', async () => {
    const clicked = vi.fn()
    show('<button autofocus>New</button>').addEventListener('click', clicked)
    await type(code, { end: 'Tab' })
    await type('NIGHT-2', { end: null })
    vi.advanceTimersByTime(99)
    expect(heard.opened).toEqual([code])
    vi.advanceTimersByTime(1)
    expect(heard.opened).toEqual([code, 'NIGHT-2'])
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    expect(clicked).not.toHaveBeenCalled()
  })

  test('is the same with Caps Lock on', async () => {
    await type(code, { capsLock: true })
    expect(heard.opened).toEqual(['sumr-7k2m'])
  })

  test('is read by the places of the keys where the computer is set to another keyboard', async () => {
    await type(code, { spanish: true })
    expect(heard.opened).toEqual([code])
  })

  test('is whole where one of its keys comes late', async () => {
    await type(code, { stall: { at: 4, ms: 90 } })
    expect(heard.opened).toEqual([code])
  })

  test('is whole, and one, where the computer delivers its end late', async () => {
    await type('SUMR-7', { end: null })
    vi.advanceTimersByTime(100)
    await type('K2M', { afterMs: 8, end: null })
    vi.advanceTimersByTime(100)
    await type('', { afterMs: 8 })
    expect(heard.opened).toEqual(['SUMR-7', code])
  })

  test('that is longer than any code is told by its beginning, not by its end', async () => {
    await type('ABCD-'.repeat(60))
    expect(heard.opened).toEqual(['ABCD-'.repeat(60).slice(0, 256)])
  })

  test('opens the till where there is none on the screen', async () => {
    for (const end of heard.ends.splice(1)) end()
    await type(code)
    await expect.poll(() => router.url.pathname + router.url.search).toBe(`/till?code=${code}`)
  })
})

describe('a scan before the console can take it', () => {
  test('waits, and the last one is opened', async () => {
    heard.waits = true
    await type('NIGHT-1')
    await type('NIGHT-2')
    expect(heard.opened).toEqual([])
    heard.waits = false
    scans.release()
    expect(heard.opened).toEqual(['NIGHT-2'])
  })

  test('is forgotten when somebody has to log in', async () => {
    heard.waits = true
    await type('NIGHT-1')
    scans.forget()
    scans.release()
    expect(heard.opened).toEqual([])
  })

  test('of two, the one whose answer comes late does not win', async () => {
    const asked = gate()
    heard.server.on(getCoupon, async ({ params }) => {
      if (params['code'] === code) await asked.opened
      return seen()
    })
    const { field } = form('<input autofocus>')
    await type(code)
    await type('NIGHT-2')
    asked.open()
    await expect.poll(() => heard.opened).toEqual(['NIGHT-2'])
    expect(field.value).toBe('')
    expect(heard.opened).toEqual(['NIGHT-2'])
  })
})

describe('the till’s own field', () => {
  const tillField = () =>
    show('<form><input data-scan-field autofocus></form>').querySelector('input') as HTMLInputElement

  test.each([
    ['with Enter', {}],
    ['without', { end: null }],
  ] as const)('takes a scan from behind what was left in it, %s', async (_, how) => {
    const field = tillField()
    await byHand('SUM')
    await type(code, { afterMs: 1200, ...how })
    vi.advanceTimersByTime(400)
    expect([heard.opened, field.value]).toEqual([[code], ''])
  })

  test('lets Enter send a code whose end came late', async () => {
    const field = tillField()
    const sent = vi.fn((event: Event) => event.preventDefault())
    field.form?.addEventListener('submit', sent)
    await type('SUMR', { end: null })
    await type('-7K2M', { afterMs: 600 })
    expect([heard.opened, field.value, sent.mock.calls.length]).toEqual([[], code, 1])
  })

  test('sends a scan without Enter, but nothing typed by hand', async () => {
    navigate('/till', { replace: true })
    const field = show('<input data-scan-field autofocus>').querySelector('input') as HTMLInputElement
    await type('ABCDEFGH', { apartMs: 60, end: null })
    vi.advanceTimersByTime(1000)
    expect(heard.opened).toEqual([])
    field.value = ''
    await type('ABCD', { end: null })
    vi.advanceTimersByTime(1000)
    expect(heard.opened).toEqual([])
    field.value = ''
    await type(code, { end: null })
    vi.advanceTimersByTime(400)
    expect(heard.opened).toEqual([code])
  })

  test('waits for the rest of a scan that a busy computer delivers late', async () => {
    navigate('/till', { replace: true })
    const field = show('<input data-scan-field autofocus>').querySelector('input') as HTMLInputElement
    await type('SUMR-7', { end: null })
    vi.advanceTimersByTime(300)
    expect([heard.opened, field.value]).toEqual([[], 'SUMR-7'])
    await type('K2M', { afterMs: 300, end: null })
    vi.advanceTimersByTime(1000)
    expect([heard.opened, field.value]).toEqual([[], code])
  })
})
