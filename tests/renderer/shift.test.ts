import { afterEach, expect, test } from 'vitest'
import { Shift } from '../../renderer/till/shift.svelte.ts'

/** When a shift began, by the database's clock; the times are near this computer's, which also has a say after a reload. */

const HOUR_MS = 3_600_000
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString()

afterEach(() => localStorage.clear())

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
