import type { FailureCode } from '../api/errors.ts'
import { ApiError } from '../api/errors.ts'
import { hrefTo } from '../state/places.ts'
import { distributionRefusals as words } from '../words/distribute.ts'
import { wordsFor, type ProblemWords } from '../words/problems.ts'
import type { Draft } from './draft.ts'

/** A way on from a refusal: somewhere else, or the same as far as it goes. */
export type WayOut = { label: string; href: string } | { label: string; partial: true }

/** Why nothing can be given, what to do about it, and the ways there. */
export interface Hindrance extends ProblemWords {
  ways: WayOut[]
}

/** What a refused request or a dry run says against it. */
interface Reason {
  code: FailureCode
  details?: Record<string, unknown> | undefined
}

/** The words for why a draft is not carried out. */
export function hindranceOf(reason: Reason, draft: Draft): Hindrance | undefined {
  const ways = waysFrom(draft)
  const supply = [ways.generate, ways.import]
  switch (reason.code) {
    case 'pool_empty':
      return { ...words.poolEmpty, ways: [ways.members] }
    case 'pool_inactive':
      return { ...words.poolInactive, ways: [ways.pool] }
    case 'book_exhausted':
      return { ...words.bookExhausted, ways: supply }
    case 'book_inactive':
      return { ...words.bookInactive, ways: [ways.book] }
    case 'book_expired':
      return { ...words.bookExpired, ways: [ways.rules] }
    case 'book_not_started':
      return { ...words.bookNotStarted, ways: [ways.rules] }
    case 'not_enough_codes': {
      const say = draft.mode === 'equal' ? words.notEnough : words.notEnoughByChance
      const said = say(numberOf(reason, 'needed'), numberOf(reason, 'available'))
      return { ...said, ways: [ways.partial, ...supply] }
    }
    case 'assignment_limit_reached':
      return 'limit' in (reason.details ?? {})
        ? { ...words.allAtLimit(numberOf(reason, 'limit')), ways: [ways.rules] }
        : {
            ...words.noRoom(numberOf(reason, 'needed'), numberOf(reason, 'room')),
            ways: [ways.partial, ways.rules],
          }
    default:
      return undefined
  }
}

/** The same for anything thrown. */
export function hindranceFrom(error: unknown, draft: Draft): Hindrance {
  const known = error instanceof ApiError ? hindranceOf(error, draft) : undefined
  return known ?? { ...wordsFor(error), ways: [] }
}

function waysFrom({ book: id, pool }: Draft) {
  const { ways } = words
  return {
    members: { label: ways.members, href: hrefTo('pool', { id: pool }) },
    pool: { label: ways.pool, href: hrefTo('pool', { id: pool }) },
    book: { label: ways.book, href: hrefTo('book', { id }) },
    rules: { label: ways.rules, href: hrefTo('book', { id }, { tab: 'rules' }) },
    import: { label: ways.import, href: hrefTo('importCodes', { id }) },
    generate: { label: ways.generate, href: hrefTo('generate', { id }) },
    partial: { label: ways.partial, partial: true },
  } as const
}

function numberOf({ details }: Reason, key: string): number {
  const value = details?.[key]
  return typeof value === 'number' ? value : 0
}
