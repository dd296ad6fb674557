import type { QueryGiven } from '../state/places.ts'
import { queryState, setQuery } from '../state/router.svelte.ts'
import { rangeWords } from '../words/ranges.ts'
import { addDays, dayOf, isDay, startOfDay } from '../ui/days.ts'

/** `all`: any time. `own`: from one day to another. The others end now, with this day counted. */
export const rangeNames = ['all', 'today', '7d', '30d', '90d', '365d', 'own'] as const

export type RangeName = (typeof rangeNames)[number]

const lengths = { today: 1, '7d': 7, '30d': 30, '90d': 90, '365d': 365 } as const

/** A span of whole days of the store, as the address bar has it: `?range=7d`, or `?from=2026-05-01&to=2026-05-31`. */
export interface DateRange {
  name: RangeName
  /** The days of an own span, the last one included; empty is open. */
  first: string
  last: string
  /** Why it is no span. */
  readonly problem: string | undefined
  /** What the API is asked: from the first instant of the first day up to the end of the last. Undefined where there is a problem. */
  readonly instants: { from: string | null; to: string | null } | undefined
  /** The same span for the address of another place. */
  readonly query: QueryGiven
}

/** The span in the address bar, `fallback` where there is none. To be called while a screen is set up. */
export function dateRange(fallback: RangeName): DateRange {
  const named = queryState<RangeName | ''>('range', '', rangeNames)
  const first = queryState<string>('from', '')
  const last = queryState<string>('to', '')

  const name = $derived(named.value || (first.value === '' && last.value === '' ? fallback : 'own'))
  const problem = $derived(name === 'own' ? problemOf(first.value, last.value) : undefined)
  const instants = $derived(problem === undefined ? instantsOf(name, first.value, last.value) : undefined)

  return {
    get name() {
      return name
    },
    set name(chosen) {
      if (chosen === 'own') setQuery({ range: chosen, ...daysOf(name) })
      else setQuery({ range: chosen === fallback ? null : chosen, from: null, to: null })
    },
    get first() {
      return first.value
    },
    set first(day) {
      setQuery({ range: 'own', from: day })
    },
    get last() {
      return last.value
    },
    set last(day) {
      setQuery({ range: 'own', to: day })
    },
    get problem() {
      return problem
    },
    get instants() {
      return instants
    },
    get query() {
      return name === 'own' ? { range: name, from: first.value, to: last.value } : { range: name }
    },
  }
}

function problemOf(first: string, last: string): string | undefined {
  if ([first, last].some((day) => day !== '' && !isDay(day))) return rangeWords.notADay
  return first !== '' && last !== '' && first > last ? rangeWords.order : undefined
}

function instantsOf(
  name: RangeName,
  first: string,
  last: string,
): { from: string | null; to: string | null } {
  const start = (day: string): string => startOfDay(day).toISOString()
  if (name === 'all') return { from: null, to: null }
  if (name === 'own')
    return { from: first === '' ? null : start(first), to: last === '' ? null : start(addDays(last, 1)) }
  return { from: start(daysOf(name).from), to: null }
}

/** The days that a name stands for now, to begin an own span with. */
function daysOf(name: RangeName): { from: string; to: string } {
  const today = dayOf(new Date())
  const length = name === 'all' || name === 'own' ? lengths['30d'] : lengths[name]
  return { from: addDays(today, 1 - length), to: today }
}
