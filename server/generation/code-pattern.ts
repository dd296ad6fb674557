import { codeAlphabets, type CodeCharset } from '../contracts/codes.ts'
import { keyPrefixOf, readCode, type CodeFault } from '../coupons/code-key.ts'
import { invalidField } from '../http/problems.ts'

/** What generated codes look like: text that stands in every one of them, and places for one random character each. */
export interface CodePattern {
  places: readonly ({ text: string } | { alphabet: string })[]
  /** How many different codes it can make. */
  space: bigint
  /** Matches the keys of those codes and no others; for Postgres. */
  keyRegex: string
}

const tokens = /\{\}|[#@*]|[^{}#@*]+|[{}]/gu

// Of what stands in every code, these keys do not move either: they are out of the alphabet for their looks alone.
const unmovedLetters = new Set(`${codeAlphabets.layout_safe.letters}ILOU`)

const faults: Record<CodeFault, string> = {
  empty: 'must not be empty',
  too_long: 'makes codes of more than 64 characters',
  invalid_characters:
    'may have letters, digits, spaces and - _ . / beside {}, #, @ and *, in which {} stands for the random part',
  reserved: 'makes a word that no code may be',
}

/**
 * Reads a pattern: `{}` is random in `length` places, `#` a digit, `@` a letter, `*` either.
 *
 * @throws DomainError `validation_failed` with what is wrong with it, in words.
 */
export function readPattern(pattern: string, length: number, charset: CodeCharset): CodePattern {
  const { letters, digits } = codeAlphabets[charset]
  const both = letters + digits
  const places = (pattern.match(tokens) ?? []).flatMap((token): CodePattern['places'][number][] => {
    if (token === '{}') return Array.from({ length }, () => ({ alphabet: both }))
    if (token === '#') return [{ alphabet: digits }]
    if (token === '@') return [{ alphabet: letters }]
    if (token === '*') return [{ alphabet: both }]
    return [{ text: token }]
  })
  const complaint = complaintAbout(places, charset)
  if (complaint !== undefined) throw invalidField('pattern', complaint)
  return { places, space: spaceOf(places), keyRegex: keyRegexOf(places) }
}

function complaintAbout(places: CodePattern['places'], charset: CodeCharset): string | undefined {
  if (!places.some((place) => 'alphabet' in place)) return 'needs a random part: {}, #, @ or *'
  if (charset === 'layout_safe') {
    if (places.some((place) => 'alphabet' in place && place.alphabet === ''))
      return 'asks for a digit (#), which some keyboards have behind Shift; use {} or @ with this alphabet'
    const texts = places.map((place) => ('text' in place ? place.text : '')).join('')
    const moved = [...texts].find((char) => !unmovedLetters.has(char.toUpperCase()))
    if (moved !== undefined)
      return `has “${moved}”, which other keyboards have at another place; leave it out or choose the other alphabet`
  }
  // Behind a random letter a mark would become a part of it.
  if (places.some((place, index) => index > 0 && 'text' in place && /^\p{M}/u.test(place.text)))
    return faults.invalid_characters
  const read = readCode(places.map((place) => ('text' in place ? place.text : place.alphabet[0])).join(''))
  return 'fault' in read ? faults[read.fault] : undefined
}

function spaceOf(places: CodePattern['places']): bigint {
  return places.reduce(
    (space, place) => ('text' in place ? space : space * BigInt(place.alphabet.length)),
    1n,
  )
}

function keyRegexOf(places: CodePattern['places']): string {
  const parts = places.map((place) =>
    'text' in place ? (keyPrefixOf(place.text) ?? '').replaceAll('.', '\\.') : `[${place.alphabet}]`,
  )
  return `^${parts.join('')}$`
}
