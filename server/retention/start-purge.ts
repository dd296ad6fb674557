import type { AppContext } from '../http/context.ts'
import { countDays } from '../reports/event-counts.ts'
import { purge } from './purge.ts'

/** The first one lets the program start and the first people log in. */
const FIRST_AFTER_MS = 2 * 60_000
const EVERY_MS = 60 * 60_000

/**
 * Counts the days that are over and purges, a while after the start and then every hour, until it is stopped; a turn that fails is told
 * and tried again at the next.
 */
export function startPurge(app: AppContext): () => Promise<void> {
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  const run = async (): Promise<void> => {
    try {
      // Counted before they may go: a report of a year tells what happened although the events are no longer kept.
      while (!stopped && (await countDays(app.db)));
      await purge(app.db, () => !stopped)
    } catch (error) {
      app.log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'purge_failed')
    }
  }
  const turn = (): void => {
    running = running.then(run)
  }
  const first = setTimeout(turn, FIRST_AFTER_MS)
  const hourly = setInterval(turn, EVERY_MS)
  first.unref()
  hourly.unref()
  return () => {
    stopped = true
    clearTimeout(first)
    clearInterval(hourly)
    return running
  }
}
