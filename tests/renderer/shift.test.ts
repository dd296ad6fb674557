import { afterEach, expect, onTestFinished, test } from 'vitest'
import { tillName } from '../../renderer/state/till-name.svelte.ts'
import { Shift } from '../../renderer/till/shift.svelte.ts'

/** When a shift began, by the database's clock; the times are near this computer's, which also has a say after a reload. */

const HOUR_MS = 3_600_000
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString()

afterEach(() => localStorage.clear())

/** What another tab of the same browser remembers with. */
function otherTab(): Storage {
  const frame = document.body.appendChild(document.createElement('iframe'))
  onTestFinished(() => frame.remove())
  if (!frame.contentWindow) throw new Error('an empty frame has no window')
  return frame.contentWindow.localStorage
}

test('a shift begins with the first scan and stays, also through a reload', () => {
  const shift = new Shift(1)
  expect(shift.since).toBeNull()
  const began = hoursAgo(3)
  shift.seen(began)
  shift.seen(hoursAgo(2))
  expect(shift.since).toBe(began)
  expect(new Shift(1).since).toBe(began)
})

test('it is that of one person: the next one at this till has none of it', () => {
  new Shift(1).seen(hoursAgo(3))
  expect(new Shift(2).since).toBeNull()
})

test('after sixteen hours nobody is on it any more: a scan begins another, and a reload forgets it', () => {
  const shift = new Shift(1)
  shift.seen(hoursAgo(17))
  expect(new Shift(1).since).toBeNull()
  const now = hoursAgo(0)
  shift.seen(now)
  expect([shift.since, new Shift(1).since]).toEqual([now, now])
})

test('begun anew, it waits for the next scan', () => {
  const shift = new Shift(1)
  shift.seen(hoursAgo(3))
  shift.beginAnew()
  expect([shift.since, new Shift(1).since]).toEqual([null, null])
})

test('begun anew in one tab, it is in the others, until they are left; of somebody else’s they hear nothing', async () => {
  const tab = otherTab()
  const [mine, hers] = [new Shift(1), new Shift(2)]
  const [began, since] = [hoursAgo(3), hoursAgo(0)]
  for (const shift of [mine, hers]) shift.seen(began)
  const ends = [mine.follow(), hers.follow()]
  tab.removeItem('cuponera.shift.1')
  await expect.poll(() => mine.since).toBeNull()
  tab.setItem('cuponera.shift.1', since)
  await expect.poll(() => mine.since).toBe(since)
  expect(hers.since).toBe(began)
  ends[0]?.()
  tab.clear()
  await expect.poll(() => hers.since).toBeNull()
  expect(mine.since).toBe(since)
})

test('the name that a till is given in one tab is sent from the others, too', async () => {
  tillName.value = 'Till 1'
  const tab = otherTab()
  tab.setItem('cuponera.till', 'Till 2')
  await expect.poll(() => tillName.value).toBe('Till 2')
  tab.removeItem('cuponera.till')
  await expect.poll(() => tillName.value).toBe('')
})
