import { z } from 'zod'
import { email } from '../../server/contracts/fields.ts'

/** What a pasted text holds: addresses, each once in its first spelling, and what is none. */
export interface PastedEmails {
  emails: string[]
  malformed: string[]
}

/** The most addresses that one request may name. */
export const mostEmails = 10_000

/** Reads a text with an address on each line; commas, semicolons and `Name <address>` are taken, too. */
export function readPastedEmails(text: string): PastedEmails {
  const emails = new Map<string, string>()
  const malformed = new Set<string>()
  for (const line of text.split(/[\n\r,;]+/)) {
    const given = (/<([^<>]+)>\s*$/.exec(line)?.[1] ?? line).trim()
    if (given === '') continue
    if (!email.safeParse(given).success) malformed.add(given)
    else if (!emails.has(given.toLowerCase())) emails.set(given.toLowerCase(), given)
  }
  return { emails: [...emails.values()], malformed: [...malformed] }
}

const missing = z.object({ emails: z.array(z.string()) })

/** The addresses that a refusal names as nobody's, at most a hundred; undefined where it is about something else. */
export function unknownEmails(code: string, details: unknown): string[] | undefined {
  if (code !== 'user_not_found') return undefined
  const { success, data } = missing.safeParse(details)
  return success && data.emails.length > 0 ? data.emails : undefined
}
