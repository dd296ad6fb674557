import { z } from 'zod'
import type { Contract } from '../contracts/contract.ts'
import type { Problem } from '../contracts/problems.ts'
import { DomainError } from '../errors.ts'
import type { RateLimits } from './rate-limits.ts'

/** Whether an operation tells its caller that a code is there or is not. */
export function isByCode(contract: Contract): boolean {
  return contract.problems.includes('coupon_not_found')
}

/**
 * Runs an operation of this caller. A code that is not there counts against the caller, whichever operation asked for it.
 *
 * @throws DomainError `too_many_requests` for who has guessed too often.
 */
export async function guarded<T>(
  limits: RateLimits,
  contract: Contract,
  actorId: number,
  run: () => Promise<T>,
): Promise<T> {
  if (!isByCode(contract)) return run()
  limits.refuseGuesser(actorId)
  try {
    const reply = await run()
    if (tellsOfNoCode(reply)) await limits.countFailedLookUp(actorId)
    return reply
  } catch (error) {
    if (error instanceof DomainError && error.code === 'coupon_not_found')
      await limits.countFailedLookUp(actorId)
    throw error
  }
}

const freshRefusal = z.object({ status: z.literal(404), replayed: z.literal(false), text: z.string() })

// A user who is not there is no guess at a code, and what is said again tells nothing new.
function tellsOfNoCode(reply: unknown): boolean {
  const refusal = freshRefusal.safeParse(reply)
  return refusal.success && (JSON.parse(refusal.data.text) as Problem).code === 'coupon_not_found'
}
