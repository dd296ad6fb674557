import { describe, expect, test, vi } from 'vitest'
import { scans } from '../../renderer/scan/scans.svelte.ts'
import { getCoupon } from '../../server/contracts/coupons.ts'
import { silence } from './network.ts'
import { code, form, hearScans, leaveScreen, show, type } from './scan-support.ts'
import { ana } from './store.ts'
import { logInAs } from './till-support.ts'

/** What is typed is no scan, however fast. */

const heard = hearScans()

describe('typing is left alone', () => {
  test.each([
    ['by hand', 'SUMR-7K2M', { apartMs: 120 }],
    ['by a fast hand', 'SUMR-7K2M', { apartMs: 60 }],
    ['of a letter or two', 'ab', {}],
    ['of a key that is held down', 'aaaaaaaaaaaa', { apartMs: 30, held: true }],
  ] as const)('%s', async (_, text, how) => {
    show('<button autofocus>New</button>')
    await type(text, how)
    await heard.nothingOpened()
  })

  test('without Enter, four fingers that roll over the keys are no scan', async () => {
    await type('asdf', { end: null })
    vi.advanceTimersByTime(100)
    await heard.nothingOpened()
  })

  test('with Control, or while letters are composed', async () => {
    const press = (key: string, over: KeyboardEventInit): boolean =>
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...over }))
    for (const over of [{ ctrlKey: true }, { isComposing: true }, { altKey: true }])
      for (const key of [...'abcdefgh', 'Enter']) press(key, over)
    for (const key of ['Dead', 'Process', 'Unidentified', 'Enter']) press(key, {})
    await heard.nothingOpened()
  })

  test('in a field, however fast: what the store does not know stays, and Enter sends it', async () => {
    const { sent, field } = form('<input autofocus>')
    await type('Night market')
    await expect.poll(() => sent.mock.calls.length).toBe(1)
    expect(field.value).toBe('Night market')
    expect(heard.opened).toEqual([])
    expect(scans.offer).toBeUndefined()
  })

  test('in a field of a text that cannot be a code is not even asked about', async () => {
    const { sent, field } = form('<input autofocus>')
    await type('ana.mail/example')
    field.value = ''
    await type('ana@mail.example')
    await expect.poll(() => sent.mock.calls.length).toBe(2)
    expect(heard.server.of(getCoupon)).toHaveLength(1)
  })

  test('in a field while nobody answers: Enter sends it', async () => {
    vi.useRealTimers()
    heard.server.on(getCoupon, () => silence)
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
    expect(heard.server.of(getCoupon)).toEqual([])
  })

  test('a field that wants codes keeps them', async () => {
    const { sent, field } = form('<input autofocus data-takes-scans>')
    await type(code)
    expect([field.value, sent.mock.calls.length]).toEqual([code, 1])
    leaveScreen()
    await heard.nothingOpened()
  })

  test('for customers there is no till to scan for', async () => {
    logInAs(ana)
    await type(code)
    expect(heard.opened).toEqual([])
  })
})
