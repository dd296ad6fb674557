import type { Pace } from '../state/follow-job.svelte.ts'
import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const en = {
  state: 'State',
  by: 'By',
  when: 'When',
  waits: 'Waits its turn',
  amount: (done: string, total: string) => `${done} of ${total}`,
  rate: (count: string) => `${count} a second`,
  second: 'a second left',
  seconds: (count: string) => `${count} seconds left`,
  minutes: (count: string) => `${count} minutes left`,
} as const

const es: Translated<typeof en> = {
  state: 'Estado',
  by: 'Por',
  when: 'Cuándo',
  waits: 'Espera su turno',
  amount: (done, total) => `${done} de ${total}`,
  rate: (count) => `${count} por segundo`,
  second: 'queda un segundo',
  seconds: (count) => `quedan ${count} segundos`,
  minutes: (count) => `quedan ${count} minutos`,
}

const words = inLanguage(en, es)

/** The words of any job under way. */
export const jobWords = {
  state: words.state,
  by: words.by,
  when: words.when,
  waits: words.waits,
  progress: (done: number, total: number, pace: Pace | undefined) =>
    [
      words.amount(formatNumber(done), formatNumber(total)),
      ...(pace ? [words.rate(rate(pace.perSecond)), left(pace.secondsLeft)] : []),
    ].join(' · '),
} as const

// Two figures are all that a rate is good for.
function rate(perSecond: number): string {
  return formatNumber(Number(perSecond.toPrecision(2)))
}

function left(seconds: number): string {
  if (seconds < 1.5) return words.second
  if (seconds < 100) return words.seconds(formatNumber(Math.round(seconds)))
  return words.minutes(formatNumber(Math.round(seconds / 60)))
}
