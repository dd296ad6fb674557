import { z } from 'zod'
import { contract } from './contract.ts'
import {
  flagText,
  id,
  idText,
  line,
  metadata,
  pageOf,
  paging,
  paragraph,
  search,
  time,
  timeOrDate,
} from './fields.ts'

/** How many coupons of a book are in each state; `total` is their sum. `locked` ones are counted there, not under their stored state. */
export const bookCounts = z.object({
  total: z.int(),
  unassigned: z.int(),
  assigned: z.int(),
  locked: z.int(),
  redeemed: z.int(),
  void: z.int(),
})

/** A book of coupons and its rules. */
export const book = z.object({
  id,
  name: z.string(),
  description: z.string(),
  owner_id: id.nullable(),
  is_active: z.boolean(),
  starts_at: time.nullable(),
  expiration_date: time.nullable(),
  allow_multi_redemption: z.boolean(),
  max_redemptions_per_user: z.int().nullable(),
  max_assignments_per_user: z.int().nullable(),
  lock_seconds: z.int().nullable(),
  require_lock: z.boolean(),
  redeem_unassigned: z.boolean(),
  self_service: z.boolean(),
  code_pattern: z.string().nullable(),
  metadata: z.record(z.string(), z.json()),
  created_at: time,
  updated_at: time,
  counts: bookCounts,
})

export type Book = z.output<typeof book>
export type BookCounts = z.output<typeof bookCounts>

const positive = z.int().min(1).max(1_000_000)

const bookFields = {
  name: line(120),
  description: paragraph(2000),
  is_active: z.boolean(),
  starts_at: timeOrDate.nullable(),
  expiration_date: timeOrDate.nullable(),
  allow_multi_redemption: z.boolean(),
  max_redemptions_per_user: positive.nullable(),
  max_assignments_per_user: positive.nullable(),
  lock_seconds: z.int().min(1).max(3600).nullable(),
  require_lock: z.boolean(),
  redeem_unassigned: z.boolean(),
  self_service: z.boolean(),
  code_pattern: line(64).nullable(),
  metadata,
}

export const listBooks = contract({
  id: 'listBooks',
  method: 'GET',
  path: '/books',
  summary: 'List books; a customer sees the self-service ones',
  role: 'customer',
  query: z.strictObject({
    ...paging,
    q: search.optional(),
    is_active: flagText.optional(),
    owner_id: idText.optional(),
  }),
  reply: pageOf(book),
})

export const createBook = contract({
  id: 'createBook',
  method: 'POST',
  path: '/books',
  summary: 'Create a book',
  role: 'manager',
  status: 201,
  idempotent: true,
  body: z.strictObject(bookFields).partial().required({ name: true }),
  reply: book,
})

export const getBook = contract({
  id: 'getBook',
  method: 'GET',
  path: '/books/:id',
  summary: 'One book',
  role: 'customer',
  params: z.strictObject({ id: idText }),
  reply: book,
  problems: ['book_not_found'],
})

export const updateBook = contract({
  id: 'updateBook',
  method: 'PATCH',
  path: '/books/:id',
  summary: 'Change a book; what is already used stays',
  role: 'manager',
  params: z.strictObject({ id: idText }),
  body: z.strictObject(bookFields).partial(),
  reply: book,
  problems: ['book_not_found'],
})
