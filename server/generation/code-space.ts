import {
  lengthNeeded,
  spaceNeeded,
  type CodePattern,
  type PatternRequest,
} from '../contracts/code-pattern.ts'
import type { Transaction } from '../db/connect.ts'
import { queryOne } from '../db/query.ts'
import { DomainError } from '../errors.ts'
import { keyRegexOf } from './code-pattern.ts'

/** No store has as many codes: in a space that has room for them nothing needs to be counted. */
const MORE_THAN_ANY_STORE = 1_000_000_000

const COUNT_ALIKE = 'select count(*)::float8 as count from coupons where code_key ~ $1'

/** What was asked of a generation that decides its space. */
export interface SpaceRequest extends PatternRequest {
  count: number
}

/** @throws DomainError `code_space_too_small` unless the pattern can make so many codes that none of them can be guessed. */
export async function requireSpace(
  tx: Transaction,
  request: SpaceRequest,
  pattern: CodePattern,
): Promise<void> {
  if (pattern.space >= spaceNeeded(request.count + MORE_THAN_ANY_STORE)) return
  const { count: present } = await queryOne<{ count: number }>(tx, COUNT_ALIKE, [keyRegexOf(pattern)])
  const needed = spaceNeeded(request.count + present)
  if (pattern.space >= needed) return
  const smallest = lengthNeeded(request, needed)
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

function format(count: bigint): string {
  return count.toLocaleString('en')
}
