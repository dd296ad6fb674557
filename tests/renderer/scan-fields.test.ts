import { describe, expect, test, vi } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import ScanOffer from '../../renderer/scan/ScanOffer.svelte'
import { scans } from '../../renderer/scan/scans.svelte.ts'
import SearchField from '../../renderer/ui/SearchField.svelte'
import { byHand, code, form, hearScans, leaveScreen, show, type } from './scan-support.ts'
import { hearRefusals } from './told.ts'

/** A scan into a field that somebody types into. */

const heard = hearScans()

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
    const asked = heard.slowly('known')
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
    heard.ends.push(scans.shownBy(() => (atLast = handed.at(-1))))
    asked.open()
    await expect.poll(() => atLast).toBe('ana')
  })

  test('gives back what was selected', async () => {
    const { field } = form('<input autofocus value="Ana Pérez">')
    field.setSelectionRange(4, 9)
    await type(code)
    await expect.poll(() => heard.opened).toEqual([code])
    expect([field.value, field.selectionStart, field.selectionEnd]).toEqual(['Ana Pérez', 4, 9])
  })

  test.each([
    ['an area of text', '<textarea autofocus>one</textarea>', 'one'],
    ['an e-mail address', '<input type="email" autofocus value="ana@mail.example">', 'ana@mail.example'],
    ['a number that was empty', '<input type="number" autofocus>', ''],
    ['a number', '<input type="number" autofocus value="12">', '12'],
    ['a field with little room', '<input autofocus maxlength="6" value="Ana">', 'Ana'],
  ])('leaves %s as it was', async (_, html, value) => {
    const { sent, field } = form(html)
    await type(code)
    await expect.poll(() => heard.opened).toEqual([code])
    expect([field.value, field.validity.badInput]).toEqual([value, false])
    expect(sent).not.toHaveBeenCalled()
  })

  test('that ends by Tab or by a pause counts as well', async () => {
    const { field } = form('<input autofocus>')
    await type(code, { end: 'Tab' })
    await expect.poll(() => heard.opened).toEqual([code])
    expect(field.value).toBe('')
    field.focus()
    await type(code, { end: null })
    vi.advanceTimersByTime(100)
    await expect.poll(() => heard.opened).toEqual([code, code])
    expect(field.value).toBe('')
  })

  test.each([
    ['that is sent twice', async () => type(code).then(() => type('', { afterMs: 8 }))],
    [
      'that comes late',
      async () => {
        await type(code, { end: null })
        vi.advanceTimersByTime(100)
        await type('', { afterMs: 200 })
      },
    ],
    [
      'that comes late, and twice',
      async () => {
        await type(code, { end: null })
        vi.advanceTimersByTime(100)
        await type('', { afterMs: 150 })
        await type('', { afterMs: 8 })
      },
    ],
  ])('sends no form by an Enter %s', async (_, scanned) => {
    const asked = heard.slowly('known')
    const { sent, field } = form('<input autofocus>')
    await scanned()
    asked.open()
    await expect.poll(() => heard.opened).toEqual([code])
    expect([field.value, sent.mock.calls.length]).toEqual(['', 0])
  })

  test('that turns out to be none sends its form once, by a late Enter, too', async () => {
    const { sent, field } = form('<input autofocus>')
    const asked = heard.slowly('unknown')
    await type('Nightmarket')
    await type('', { afterMs: 8 })
    asked.open()
    await expect.poll(() => sent.mock.calls.length).toBe(1)
    await type('Nightmarket', { end: null })
    vi.advanceTimersByTime(100)
    await type('', { afterMs: 200 })
    await expect.poll(() => sent.mock.calls.length).toBe(2)
    expect(field.value).toBe('NightmarketNightmarket')
  })

  test('takes nothing from the field that somebody types in by now, nor the focus', async () => {
    const asked = heard.slowly('known')
    const { field } = form('<input autofocus value="Ana">')
    const other = show('<input>').querySelector('input') as HTMLInputElement
    await type(code)
    other.focus()
    await byHand('Luis')
    asked.open()
    await expect.poll(() => field.value).toBe('Ana')
    expect([document.activeElement, other.value]).toEqual([other, 'Luis'])
  })

  test('into a field that is gone by now touches no other', async () => {
    const asked = heard.slowly('known')
    form('<input autofocus>')
    await type(code)
    leaveScreen()
    const other = show('<input value="Luis" autofocus>').querySelector('input') as HTMLInputElement
    other.select()
    asked.open()
    await expect.poll(() => heard.opened).toEqual([code])
    expect(other.value).toBe('Luis')
  })

  test('leaves what is typed meanwhile into a field that does not tell its caret', async () => {
    const asked = heard.slowly('known')
    const { field } = form('<input type="email" autofocus>')
    await type(code)
    await byHand('ana')
    asked.open()
    await expect.poll(() => field.value).toBe('ana')
  })

  test('that cannot be offered is told, and the next one is heard', async () => {
    const told = hearRefusals()
    form('<input autofocus>')
    const end = scans.shownBy(() => {
      throw new Error('the till is out of order')
    })
    await type(code)
    await expect.poll(told).toHaveLength(1)
    end()
    heard.ends.push(scans.shownBy((code) => heard.opened.push(code)))
    await type(code)
    await expect.poll(() => heard.opened).toEqual([code])
  })

  test('leaves what the person types while the store is asked', async () => {
    const asked = heard.slowly('known')
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
    await expect.element(browser.getByText('“4006381333931” is not a code of this store')).toBeVisible()
    expect(field.value).toBe('4006381333931')
    expect(sent).not.toHaveBeenCalled()
    await type('')
    expect(sent).toHaveBeenCalledTimes(1)
  })
})
