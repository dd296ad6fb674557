import { desktop } from './bridge.ts'

/** Tells those who look at another window meanwhile. */
export function announce(words: { title: string; body: string }): void {
  if (document.visibilityState === 'visible') return
  // News that do not get through are no failure of what they tell.
  desktop?.notify(words).catch(() => undefined)
}
