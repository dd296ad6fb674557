import { keyPrefixOf } from '../contracts/code-key.ts'
import { readPattern, type CodePattern, type PatternRequest } from '../contracts/code-pattern.ts'
import { invalidField } from '../http/problems.ts'

/**
 * The pattern that was asked for.
 *
 * @throws DomainError `validation_failed` with what is wrong with it, in words.
 */
export function requirePattern(request: PatternRequest): CodePattern {
  const read = readPattern(request)
  if ('complaint' in read) throw invalidField('pattern', read.complaint)
  return read
}

/** What matches the keys of a pattern's codes and no others; for Postgres. */
export function keyRegexOf({ places }: CodePattern): string {
  const parts = places.map((place) =>
    'text' in place ? (keyPrefixOf(place.text) ?? '').replaceAll('.', '\\.') : `[${place.alphabet}]`,
  )
  return `^${parts.join('')}$`
}
