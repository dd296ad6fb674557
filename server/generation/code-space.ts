import type { CodeCharset } from '../contracts/codes.ts'
import type { Transaction } from '../db/connect.ts'
import { queryOne } from '../db/query.ts'
import { DomainError } from '../errors.ts'
import { readPattern, type CodePattern } from './code-pattern.ts'

/**
 * How many times as many codes a pattern must be able to make as there will be of them. Of 10,000 guesses one finds a coupon then:
 * at 20 failed look-ups a minute, eight hours of guessing; and of a million codes not a hundred have to be drawn again.
 */
const TIMES = 10_000

/** No store has as many codes: in a space that has room for them nothing needs to be counted. */
const MORE_THAN_ANY_STORE = 1_000_000_000

const LONGEST = 64

const COUNT_ALIKE = 'select count(*)::float8 as count from coupons where code_key ~ $1'

/** What was asked of a generation that decides its space. */
export interface SpaceRequest {
  count: number
  pattern: string
  length: number
  charset: CodeCharset
}

/** @throws DomainError `code_space_too_small` unless the pattern can make {@link TIMES} the codes that there will be of it. */
export async function requireSpace(
  tx: Transaction,
  request: SpaceRequest,
  pattern: CodePattern,
): Promise<void> {
  if (pattern.space >= neededFor(request.count, MORE_THAN_ANY_STORE)) return
  const { count: present } = await queryOne<{ count: number }>(tx, COUNT_ALIKE, [pattern.keyRegex])
  const needed = neededFor(request.count, present)
  if (pattern.space >= needed) return
  const smallest = smallestLength(request, needed)
  const remedy =
    smallest === undefined ? 'Use a longer pattern.' : `Make {} ${String(smallest)} characters long.`
  throw new DomainError(
    'code_space_too_small',
    `This pattern can make ${format(pattern.space)} different codes; so that none can be guessed, it must be able to make ${format(needed)}. ${remedy}`,
    {
      details: {
        space: Number(pattern.space),
        needed: Number(needed),
        ...(smallest === undefined ? {} : { smallest_length: smallest }),
      },
    },
  )
}

function neededFor(count: number, present: number): bigint {
  return BigInt(count + present) * BigInt(TIMES)
}

/** The length of `{}` that gives room enough; undefined where the pattern has none, or no code could be so long. */
function smallestLength({ pattern, length, charset }: SpaceRequest, needed: bigint): number | undefined {
  if (!pattern.includes('{}')) return undefined
  const fixed = [...pattern.replaceAll('{}', '')].length
  const most = Math.floor((LONGEST - fixed) / (pattern.split('{}').length - 1))
  for (let longer = length + 1; longer <= most; longer += 1)
    if (readPattern(pattern, longer, charset).space >= needed) return longer
  return undefined
}

function format(count: bigint): string {
  return count.toLocaleString('en')
}
