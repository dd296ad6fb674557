import { readCode, type CodeFault } from './code-key.ts'
import { codeAlphabets, type CodeCharset } from './codes.ts'

/** What generated codes look like, and how many there can be: read alike by the server and by the page that shows it beforehand. */

/**
 * How many times as many codes a pattern must be able to make as there will be of them. Of 10,000 guesses one finds a coupon then:
 * at 20 failed look-ups a minute, eight hours of guessing; and of a million codes not a hundred have to be drawn again.
 */
const TIMES = 10_000

const LONGEST = 64

/** A pattern that was read: text that stands in every code, and places for one random character each. */
export interface CodePattern {
  places: readonly ({ text: string } | { alphabet: string })[]
  /** How many different codes it can make. */
  space: bigint
}

/** What is wrong with a pattern. */
export interface PatternFault {
  fault: CodeFault | 'no_random_part' | 'digit' | 'moving_key'
  /** Of a key that other keyboards have at another place: what it types. */
  key?: string
  /** The rest of a sentence that begins with “The pattern”. */
  complaint: string
}

/** A pattern as it is asked for; `length` is that of `{}`. */
export interface PatternRequest {
  pattern: string
  length: number
  charset: CodeCharset
}

const tokens = /\{\}|[#@*]|[^{}#@*]+|[{}]/gu

// Of what stands in every code, these keys do not move either: they are out of the alphabet for their looks alone.
const unmovedLetters = new Set(`${codeAlphabets.layout_safe.letters}ILOU`)

const complaints: Record<CodeFault, string> = {
  empty: 'must not be empty',
  too_long: 'makes codes of more than 64 characters',
  invalid_characters:
    'may have letters, digits, spaces and - _ . / beside {}, #, @ and *, in which {} stands for the random part',
  reserved: 'makes a word that no code may be',
}

/**
 * Reads a pattern: `{}` is random in `length` places, `#` a digit, `@` a letter, `*` either; or tells what is wrong with it.
 */
export function readPattern({ pattern, length, charset }: PatternRequest): CodePattern | PatternFault {
  const { letters, digits } = codeAlphabets[charset]
  const both = letters + digits
  const places = (pattern.match(tokens) ?? []).flatMap((token): CodePattern['places'][number][] => {
    if (token === '{}') return Array.from({ length }, () => ({ alphabet: both }))
    if (token === '#') return [{ alphabet: digits }]
    if (token === '@') return [{ alphabet: letters }]
    if (token === '*') return [{ alphabet: both }]
    return [{ text: token }]
  })
  return faultOf(places, charset) ?? { places, space: spaceOf(places) }
}

function faultOf(places: CodePattern['places'], charset: CodeCharset): PatternFault | undefined {
  if (!places.some((place) => 'alphabet' in place))
    return { fault: 'no_random_part', complaint: 'needs a random part: {}, #, @ or *' }
  if (charset === 'layout_safe') {
    if (places.some((place) => 'alphabet' in place && place.alphabet === ''))
      return {
        fault: 'digit',
        complaint:
          'asks for a digit (#), which some keyboards have behind Shift; use {} or @ with this alphabet',
      }
    const texts = places.map((place) => ('text' in place ? place.text : '')).join('')
    const key = [...texts].find((char) => !unmovedLetters.has(char.toUpperCase()))
    if (key !== undefined)
      return {
        fault: 'moving_key',
        key,
        complaint: `has “${key}”, which other keyboards have at another place; leave it out or choose the other alphabet`,
      }
  }
  // Behind a random letter a mark would become a part of it.
  if (places.some((place, index) => index > 0 && 'text' in place && /^\p{M}/u.test(place.text)))
    return { fault: 'invalid_characters', complaint: complaints.invalid_characters }
  const read = readCode(codeOf({ places }, () => 0))
  return 'fault' in read ? { fault: read.fault, complaint: complaints[read.fault] } : undefined
}

function spaceOf(places: CodePattern['places']): bigint {
  return places.reduce(
    (space, place) => ('text' in place ? space : space * BigInt(place.alphabet.length)),
    1n,
  )
}

/** One code of a pattern. @param pick a whole number from 0 to below its argument, by chance. */
export function codeOf({ places }: Pick<CodePattern, 'places'>, pick: (below: number) => number): string {
  return places
    .map((place) => ('text' in place ? place.text : place.alphabet.charAt(pick(place.alphabet.length))))
    .join('')
}

/** How many different codes a pattern must be able to make so that none of `codes` can be guessed. */
export function spaceNeeded(codes: number): bigint {
  return BigInt(codes) * BigInt(TIMES)
}

/** The length of `{}` that gives room enough; undefined where the pattern has none, or no code could be so long. */
export function lengthNeeded(request: PatternRequest, needed: bigint): number | undefined {
  const { pattern, length } = request
  if (!pattern.includes('{}')) return undefined
  const fixed = [...pattern.replaceAll('{}', '')].length
  const most = Math.floor((LONGEST - fixed) / (pattern.split('{}').length - 1))
  for (let longer = length + 1; longer <= most; longer += 1) {
    const read = readPattern({ ...request, length: longer })
    if ('space' in read && read.space >= needed) return longer
  }
  return undefined
}
