import { DomainError } from '../errors.ts'

/** Deeper than any honest body; what parses without recursion must not overflow the stack of what reads it. */
const MAX_DEPTH = 20

/**
 * @throws DomainError `validation_failed` for JSON nested deeper than 20 levels.
 */
export function refuseDeepJson(value: unknown): void {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH)
      throw new DomainError('validation_failed', 'The body is nested too deeply.', {
        details: { errors: [{ path: '', message: `is nested deeper than ${String(MAX_DEPTH)} levels` }] },
      })
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? (Object.values(item) as unknown[]) : [],
    )
  }
}
