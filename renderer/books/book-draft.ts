import type { Book, createBook, updateBook } from '../../server/contracts/books.ts'
import type { z } from 'zod'
import { dayOf } from '../ui/days.ts'
import { bookFormWords } from '../words/book-rules.ts'

/** What stands in the form of a book, as typed: dates as a date field has them, empty numbers for "none". */
export interface BookDraft {
  name: string
  description: string
  starts_at: string
  expiration_date: string
  allow_multi_redemption: boolean
  max_redemptions_per_user: string
  max_assignments_per_user: string
  lock_seconds: string
  require_lock: boolean
  redeem_unassigned: boolean
  self_service: boolean
}

export type BookFaults = Partial<Record<keyof BookDraft, string>>

type NewBook = z.input<typeof createBook.body>
type BookChanges = z.input<typeof updateBook.body>

const numbers = {
  max_redemptions_per_user: 1_000_000,
  max_assignments_per_user: 1_000_000,
  lock_seconds: 3600,
} as const

export const emptyDraft: BookDraft = {
  name: '',
  description: '',
  starts_at: '',
  expiration_date: '',
  allow_multi_redemption: false,
  max_redemptions_per_user: '',
  max_assignments_per_user: '',
  lock_seconds: '',
  require_lock: false,
  redeem_unassigned: false,
  self_service: false,
}

export function draftOfBook(book: Book): BookDraft {
  const text = (value: number | null): string => (value === null ? '' : String(value))
  return {
    name: book.name,
    description: book.description,
    starts_at: book.starts_at === null ? '' : dayOf(book.starts_at),
    expiration_date: book.expiration_date === null ? '' : dayOf(book.expiration_date),
    allow_multi_redemption: book.allow_multi_redemption,
    max_redemptions_per_user: text(book.max_redemptions_per_user),
    max_assignments_per_user: text(book.max_assignments_per_user),
    lock_seconds: text(book.lock_seconds),
    require_lock: book.require_lock,
    redeem_unassigned: book.redeem_unassigned,
    self_service: book.self_service,
  }
}

/** What is wrong before the server is asked; empty where all is well. */
export function faultsOfBook(draft: BookDraft): BookFaults {
  const faults: BookFaults = {}
  if (draft.name.trim() === '') faults.name = bookFormWords.errors.name
  for (const field of Object.keys(numbers) as (keyof typeof numbers)[]) {
    const text = draft[field].trim()
    const most = numbers[field]
    if (text !== '' && !(/^\d{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= most))
      faults[field] = bookFormWords.errors.number(1, most)
  }
  const { starts_at, expiration_date } = draft
  if (starts_at !== '' && expiration_date !== '' && expiration_date < starts_at)
    faults.expiration_date = bookFormWords.errors.order
  return faults
}

/** The body of a new book. */
export function newBook(draft: BookDraft): NewBook {
  return { ...changesBetween(emptyDraft, draft), name: draft.name }
}

/**
 * What was changed, and that alone: an end given to the minute through the API stays so while nobody touches its day, and what
 * somebody else changed meanwhile is left alone.
 */
export function changesBetween(before: BookDraft, now: BookDraft): BookChanges {
  const changed = (Object.keys(now) as (keyof BookDraft)[]).filter((field) => now[field] !== before[field])
  return Object.fromEntries(changed.map((field) => [field, wireValue(field, now[field])]))
}

function wireValue(field: keyof BookDraft, value: string | boolean): unknown {
  if (typeof value === 'boolean' || field === 'name' || field === 'description') return value
  if (value.trim() === '') return null
  return field in numbers ? Number(value) : value
}
