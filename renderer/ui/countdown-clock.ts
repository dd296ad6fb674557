/**
 * The arithmetic of a countdown. It knows only the monotonic clock (`performance.now()`): the clock on the wall may be an hour off,
 * or be set right in the middle of it.
 */

/** What the server said was left, and the monotonic moment when it said so; both in milliseconds. */
export interface Reading {
  remainingMs: number
  at: number
}

/** Milliseconds left at `now`, never below 0. */
export function leftAt(reading: Reading, now: number): number {
  return Math.max(0, reading.remainingMs - (now - reading.at))
}

/** `ample` green, `soon` amber, `last` red, `over`. */
export type Phase = 'ample' | 'soon' | 'last' | 'over'

/** The last two minutes are soon, the last 30 seconds the last ones; of a short lock its last half and its last fifth. */
export function phaseOf(leftMs: number, totalMs: number): Phase {
  if (leftMs <= 0) return 'over'
  if (leftMs <= Math.min(30_000, totalMs / 5)) return 'last'
  return leftMs <= Math.min(120_000, totalMs / 2) ? 'soon' : 'ample'
}

/** 4:37, or 1:02:03. A second that has begun to run out is still shown, so that 0:00 stands at the very end and not before. */
export function clockText(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}

/** Milliseconds until {@link clockText} shows something else. */
export function untilNextSecond(leftMs: number): number {
  return leftMs - (Math.ceil(leftMs / 1000) - 1) * 1000
}
