import type { Pace } from '../state/follow-job.svelte.ts'
import { formatNumber } from '../ui/format.ts'

/** The words of any job under way. */
export const jobWords = {
  progress: (done: number, total: number, pace: Pace | undefined) =>
    [
      `${formatNumber(done)} of ${formatNumber(total)}`,
      ...(pace ? [`${rate(pace.perSecond)} a second`, `${span(pace.secondsLeft)} left`] : []),
    ].join(' · '),
} as const

// Two figures are all that a rate is good for.
function rate(perSecond: number): string {
  return formatNumber(Number(perSecond.toPrecision(2)))
}

function span(seconds: number): string {
  if (seconds < 1.5) return 'a second'
  if (seconds < 100) return `${formatNumber(Math.round(seconds))} seconds`
  return `${formatNumber(Math.round(seconds / 60))} minutes`
}
