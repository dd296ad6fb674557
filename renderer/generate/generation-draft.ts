import {
  codeOf,
  lengthNeeded,
  readPattern,
  spaceNeeded,
  type CodePattern,
  type PatternRequest,
} from '../../server/contracts/code-pattern.ts'
import { DEFAULT_CODE_LENGTH, MOST_GENERATED, type CodeCharset } from '../../server/contracts/codes.ts'
import type { GenerationRecord } from '../../server/contracts/generations.ts'
import { ApiError } from '../api/errors.ts'
import { generateWords as words } from '../words/generate.ts'

/** A form of a generation, as typed. */
export interface GenerationDraft {
  count: string
  pattern: string
  /** Of the random part. */
  length: string
  charset: CodeCharset
  /** Uses of each code; empty as the book has it. */
  uses: string
}

export function newGeneration(bookPattern: string | null): GenerationDraft {
  return {
    count: '',
    pattern: bookPattern ?? '{}',
    length: String(DEFAULT_CODE_LENGTH),
    charset: 'no_lookalikes',
    uses: '',
  }
}

/** The form of a generation once more, as it was asked for; what was not kept of it is as in `fresh`. */
export function draftOf(made: GenerationRecord, fresh: GenerationDraft): GenerationDraft {
  return {
    count: made.requested === null ? fresh.count : String(made.requested),
    pattern: made.pattern ?? fresh.pattern,
    length: made.length === null ? fresh.length : String(made.length),
    charset: made.charset ?? fresh.charset,
    uses: made.max_redemptions === null ? '' : String(made.max_redemptions),
  }
}

/** What a draft would make; undefined while it cannot be told. */
export interface Outlook {
  pattern: CodePattern
  /** One guess in so many finds one of the codes; undefined while nobody has said how many there will be. */
  chance: bigint | undefined
  tooSmall: TooSmall | undefined
}

/** Codes that could be guessed: how many different ones there must be, and the length that gives as many. */
export interface TooSmall {
  needed: bigint
  length: number | undefined
  /** The store has codes of this pattern already, which count as well; only the server knows them. */
  withThoseInStore: boolean
}

export type GenerationFaults = Partial<Record<keyof GenerationDraft, string>>

/** What is wrong with a draft, by field. */
export function faultsOf(draft: GenerationDraft): GenerationFaults {
  const faults: GenerationFaults = {}
  if (wholeNumber(draft.count, MOST_GENERATED) === undefined)
    faults.count = words.errors.number(MOST_GENERATED)
  if (draft.uses.trim() !== '' && wholeNumber(draft.uses, MOST_USES) === undefined)
    faults.uses = words.errors.optionalNumber(MOST_USES)
  const request = requestOf(draft)
  if (!request) faults.length = words.errors.number(MOST_LENGTH)
  else {
    const read = readPattern(request)
    if ('complaint' in read) faults.pattern = words.errors.pattern(read)
  }
  return faults
}

/** What a draft would make, or undefined where its pattern cannot be read. */
export function outlookOf(draft: GenerationDraft): Outlook | undefined {
  const request = requestOf(draft)
  const pattern = request && readPattern(request)
  if (!pattern || 'complaint' in pattern) return undefined
  const count = wholeNumber(draft.count, MOST_GENERATED)
  if (count === undefined) return { pattern, chance: undefined, tooSmall: undefined }
  const needed = spaceNeeded(count)
  const tooSmall =
    pattern.space < needed
      ? { needed, length: lengthNeeded(request, needed), withThoseInStore: false }
      : undefined
  return { pattern, chance: pattern.space / BigInt(count), tooSmall }
}

/** The server's refusal of a space that looked large enough from here; undefined for any other error. */
export function tooSmallBy(error: unknown): TooSmall | undefined {
  if (!(error instanceof ApiError) || error.code !== 'code_space_too_small') return undefined
  const { needed, smallest_length: length } = error.details
  if (typeof needed !== 'number') return undefined
  return {
    needed: BigInt(needed),
    length: typeof length === 'number' ? length : undefined,
    withThoseInStore: true,
  }
}

/** Three codes as the pattern would make them. Nobody gets these: they are made here, for the eye. */
export function examplesOf(pattern: CodePattern): string[] {
  return Array.from({ length: 3 }, () => codeOf(pattern, (below) => Math.floor(Math.random() * below)))
}

/** The request of a draft without faults. */
export function bodyOf({ count, pattern, length, charset, uses }: GenerationDraft) {
  return {
    count: Number(count),
    pattern: pattern.trim(),
    length: Number(length),
    charset,
    max_redemptions: uses.trim() === '' ? null : Number(uses),
  }
}

/** Whether the length is that of anything. */
export function hasRandomPart(pattern: string): boolean {
  return pattern.includes('{}')
}

const MOST_LENGTH = 64
const MOST_USES = 1_000_000

function requestOf({ pattern, length, charset }: GenerationDraft): PatternRequest | undefined {
  // Without {} nobody sees the length.
  const characters = hasRandomPart(pattern) ? wholeNumber(length, MOST_LENGTH) : DEFAULT_CODE_LENGTH
  return characters === undefined ? undefined : { pattern: pattern.trim(), length: characters, charset }
}

function wholeNumber(text: string, most: number): number | undefined {
  const trimmed = text.trim()
  const value = /^\d{1,7}$/.test(trimmed) ? Number(trimmed) : 0
  return value >= 1 && value <= most ? value : undefined
}
