import type { z } from 'zod'

type Issue = Parameters<z.core.$ZodErrorMap>[0]

/**
 * What is wrong with a field, for a person, to stand after its name: “must be at least 1”. For zod's own findings; a rule that the contract
 * words itself keeps its words.
 */
export function wordIssue(issue: Issue): string {
  if (isMissing(issue)) return 'is missing'
  switch (issue.code) {
    case 'invalid_type':
      return typeWords[issue.expected] ?? 'is not valid'
    case 'invalid_value':
      return choiceWords(issue.values)
    case 'invalid_union':
      return choiceWords((issue.options ?? []) as readonly unknown[])
    case 'too_small':
      return boundWords(issue, 'least', issue.minimum)
    case 'too_big':
      return boundWords(issue, 'most', issue.maximum)
    case 'invalid_format':
      return formatWords[issue.format] ?? 'is not valid'
    case 'unrecognized_keys':
      return 'is not known here'
    default:
      return 'is not valid'
  }
}

// Of a union it is the field that decides on its form which is missing, and all of the union is what zod was given.
function isMissing(issue: Issue): boolean {
  if (issue.input === undefined) return true
  if (issue.code !== 'invalid_union' || issue.discriminator === undefined) return false
  return (issue.input as Record<string, unknown>)[issue.discriminator] === undefined
}

const typeWords: Record<string, string> = {
  string: 'must be text',
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be an object',
  record: 'must be an object',
}

const formatWords: Record<string, string> = {
  datetime: 'must be a time, such as 2026-05-31T18:30:00Z',
  date: 'must be a date, such as 2026-05-31',
  email: 'is not an e-mail address',
  url: 'must be an address, such as https://shop.example',
}

function choiceWords(choices: readonly unknown[]): string {
  if (choices.length === 0) return 'is not valid'
  return `must be ${choices.length > 1 ? 'one of ' : ''}${choices.map((choice) => `“${String(choice)}”`).join(', ')}`
}

function boundWords(
  issue: { origin: string; inclusive?: boolean },
  side: 'least' | 'most',
  bound: unknown,
): string {
  const limit = String(bound)
  const unit = units[issue.origin]
  if (unit !== undefined) return `must have at ${side} ${limit} ${bound === 1 ? unit.one : unit.many}`
  if (issue.inclusive === false) return `must be ${side === 'least' ? 'more' : 'less'} than ${limit}`
  return `must be at ${side} ${limit}`
}

const units: Record<string, { one: string; many: string }> = {
  string: { one: 'character', many: 'characters' },
  array: { one: 'entry', many: 'entries' },
}
