import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import StoreZone from '../../renderer/frame/StoreZone.svelte'
import { forget } from '../../renderer/state/session.svelte.ts'
import { isElsewhere } from '../../renderer/ui/days.ts'
import { formatExactTime, formatTime } from '../../renderer/ui/format.ts'
import Time from '../../renderer/ui/Time.svelte'
import { takeZone, zoneName } from '../../renderer/ui/zone.ts'
import { ada, ana, luis, marta } from './store.ts'
import { button, logInAs } from './till-support.ts'

/** The zone of this browser: the stores of these tests are east and west of it. */
const here = 'America/Los_Angeles'

afterEach(() => takeZone(undefined))

/** How instants are written in a zone, at a moment. */
function writer(zone: string, now: string) {
  takeZone(zone)
  return {
    told: (at: string) => formatTime(at, 'told', new Date(now)),
    moment: (at: string) => formatTime(at, 'moment', new Date(now)),
    ago: (at: string) => formatTime(at, 'ago', new Date(now)),
  }
}

describe('a time', () => {
  beforeEach(() => {
    expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(here)
  })

  test('of a store whose zone is unknown, here or to this browser, is that of this computer', () => {
    expect(formatTime('2026-05-04T12:00:00Z', 'clock')).toBe('05:00')
    takeZone('Europe/Madrid')
    takeZone('Mars/Olympus_Mons')
    expect(zoneName()).toBeUndefined()
    expect(formatTime('2026-05-04T12:00:00Z', 'clock')).toBe('05:00')
  })

  test('is the time of the store, whose day may be the next one here, or the last', () => {
    takeZone('Europe/Madrid')
    expect(formatTime('2026-05-31T21:59:59.999Z', 'clock')).toBe('23:59')
    expect(formatTime('2026-05-31T21:59:59.999Z', 'day')).toBe('31 May 2026')
    expect(formatTime('2026-05-31T22:00:00Z', 'day')).toBe('1 Jun 2026')
    takeZone('Pacific/Auckland')
    expect(formatTime('2026-05-31T12:00:00Z', 'day')).toBe('1 Jun 2026')
    takeZone('Pacific/Honolulu')
    expect(formatTime('2026-06-01T09:00:00Z', 'day')).toBe('31 May 2026')
  })

  test('is of today, yesterday or before by the calendar of a store that is ahead of this computer', () => {
    // One at night on 5 May there, the morning of 4 May here.
    const { told, moment } = writer('Pacific/Auckland', '2026-05-04T13:00:00Z')
    expect(told('2026-05-04T12:00:00Z')).toBe('today 00:00')
    expect(moment('2026-05-04T12:00:00Z')).toBe('00:00')
    expect(told('2026-05-04T11:59:00Z')).toBe('yesterday 23:59')
    expect(moment('2026-05-04T11:59:00Z')).toBe('4 May, 23:59')
    expect(told('2026-05-03T11:59:00Z')).toBe('3 May, 23:59')
  })

  test('and of one that is behind it', () => {
    // The evening of 3 May there, after midnight here.
    const { told, moment } = writer('Pacific/Honolulu', '2026-05-04T08:00:00Z')
    expect(moment('2026-05-04T06:30:00Z')).toBe('20:30')
    expect(told('2026-05-03T10:00:00Z')).toBe('today 00:00')
    expect(told('2026-05-03T09:59:00Z')).toBe('yesterday 23:59')
  })

  test('names its year when that is over in the store, and not before', () => {
    const { moment } = writer('Pacific/Auckland', '2026-12-31T12:00:00Z')
    expect(moment('2026-12-30T12:00:00Z')).toBe('31 Dec 2026, 01:00')
    expect(writer('Pacific/Honolulu', '2027-01-01T09:00:00Z').moment('2026-12-30T12:00:00Z')).toBe(
      '30 Dec, 02:00',
    )
  })

  test('keeps to the calendar where the clocks of the store go on or back', () => {
    takeZone('Europe/Madrid')
    expect(formatTime('2026-03-29T00:59:00Z', 'clock')).toBe('01:59')
    expect(formatTime('2026-03-29T01:00:00Z', 'clock')).toBe('03:00')
    const inSpring = writer('Europe/Madrid', '2026-03-29T22:30:00Z')
    expect(inSpring.told('2026-03-28T23:00:00Z')).toBe('yesterday 00:00')
    expect(inSpring.told('2026-03-28T22:59:00Z')).toBe('28 Mar, 23:59')
    const inAutumn = writer('Europe/Madrid', '2026-10-25T23:30:00Z')
    expect(inAutumn.told('2026-10-24T22:10:00Z')).toBe('yesterday 00:10')
    expect(inAutumn.told('2026-10-24T21:59:00Z')).toBe('24 Oct, 23:59')
  })

  test('was yesterday when that was its day, however long ago', () => {
    const { ago } = writer('Europe/Madrid', '2026-05-06T08:00:00Z')
    expect(ago('2026-05-05T07:00:00Z')).toBe('yesterday')
    expect(ago('2026-05-04T09:00:00Z')).toBe('2 days ago')
    expect(ago('2026-05-06T07:57:00Z')).toBe('3 minutes ago')
    expect(ago('2026-05-06T07:59:30Z')).toBe('now')
  })

  test('names the zone where it is told in full, in summer and in winter', () => {
    takeZone('Europe/Madrid')
    expect(formatExactTime('2026-05-04T12:00:00Z')).toMatch(/4 May 2026 at 14:00:00 CEST$/)
    expect(formatExactTime('2026-01-05T12:00:00Z')).toMatch(/5 January 2026 at 13:00:00 CET$/)
  })

  test('on the screen follows a change of the store’s zone', async () => {
    takeZone('Europe/Madrid')
    await render(Time, { value: '2026-05-04T12:00:00Z', style: 'clock' })
    await expect.element(browser.getByText('14:00')).toBeVisible()
    takeZone('Pacific/Auckland')
    await expect
      .element(browser.getByText('00:00'))
      .toHaveAttribute('title', expect.stringMatching(/^Tuesday,? 5 May 2026 at 00:00:00 GMT\+12$/))
  })
})

describe('whose time it is', () => {
  afterEach(() => {
    vi.useRealTimers()
    forget()
  })

  test('is said where this computer’s clock shows another, and nowhere else', async () => {
    await render(StoreZone)
    const note = browser.getByText(/ time$/)
    expect(note.query()).toBeNull()
    takeZone('Pacific/Auckland')
    await expect.element(note).toHaveTextContent('Auckland time')
    takeZone('America/Tijuana')
    await expect.element(note).not.toBeInTheDocument()
    takeZone('America/Argentina/Buenos_Aires')
    await expect.element(note).toHaveTextContent('Buenos Aires time')
  })

  const meaning = browser.getByText('Every day and time is that of the store, Pacific/Auckland.')

  test('is explained in place, by keyboard and by touch, to those who cannot change it', async () => {
    for (const viewer of [ana, luis, marta]) {
      logInAs(viewer)
      takeZone('Pacific/Auckland')
      const { unmount } = await render(StoreZone)
      expect(browser.getByRole('link').query(), viewer.role).toBeNull()
      await expect.element(meaning).not.toBeVisible()
      const note = button('Auckland time')
      await expect.element(note).toHaveAccessibleDescription(/that of the store, Pacific\/Auckland/)
      note.element().focus()
      await userEvent.keyboard('{Enter}')
      await expect.element(meaning).toBeVisible()
      await userEvent.keyboard('{Escape}')
      await expect.element(meaning).not.toBeVisible()
      await note.click()
      await expect.element(meaning).toBeVisible()
      // It does not stay in the way of what comes next.
      await userEvent.tab()
      await expect.element(meaning).not.toBeVisible()
      await unmount()
    }
  })

  test('leads an administrator to where it is set, and says why', async () => {
    logInAs(ada)
    takeZone('Pacific/Auckland')
    await render(StoreZone)
    const link = browser.getByRole('link', { name: 'Auckland time' })
    await expect.element(link).toHaveAttribute('href', '/settings/store')
    await expect.element(link).toHaveAccessibleDescription(/that of the store, Pacific\/Auckland/)
  })

  test('is right again after the clocks change under an open console', async () => {
    // A minute before Los Angeles has summer time, and so the time of Phoenix, which never has.
    vi.useFakeTimers({
      toFake: ['Date', 'setInterval', 'clearInterval'],
      now: new Date('2026-03-08T09:59:30Z'),
    })
    takeZone('America/Phoenix')
    await render(StoreZone)
    const note = browser.getByText('Phoenix time')
    await expect.element(note).toBeVisible()
    await vi.advanceTimersByTimeAsync(60_000)
    await expect.element(note).not.toBeInTheDocument()
  })

  test('differs for the half of the year in which only one of two places has summer time', () => {
    takeZone('America/Phoenix')
    expect(isElsewhere(new Date('2026-07-01T12:00:00Z'))).toBe(false)
    expect(isElsewhere(new Date('2026-01-01T12:00:00Z'))).toBe(true)
  })
})
