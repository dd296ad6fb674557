import { createHash, randomBytes } from 'node:crypto'
import { recordEvents } from '../audit/record.ts'
import type { createApiKey as contract } from '../contracts/api-keys.ts'
import type { BodyOf, ReplyOf } from '../contracts/contract.ts'
import type { Transaction } from '../db/connect.ts'
import { query, queryOne } from '../db/query.ts'
import { done, type Outcome } from '../errors.ts'
import type { Trace } from '../http/context.ts'
import { invalidField } from '../http/problems.ts'
import { API_KEY_PREFIX } from '../http/session.ts'
import { apiKeyColumns, toApiKey, type ApiKeyRow } from './api-key-resource.ts'
import { refusals } from './errors.ts'

const IS_PAST = 'select $1::timestamptz <= clock_timestamp() as is_past'

const COUNT_BOOKS = 'select count(*)::int as count from books where id = any($1::int[])'

// Whoever has the name already wins, also when both are made at the same moment.
const INSERT = `
  insert into users as k (kind, name, role, key_hash, key_book_ids, key_expires_at, key_created_by)
  values ('api_key', $1, $2, $3, $4, $5, $6)
  on conflict do nothing
  returning ${apiKeyColumns}`

/**
 * Makes a key of 32 random bytes. Only its hash is kept: the reply is the one place where it is ever seen.
 *
 * @throws DomainError `validation_failed` for a key that would have run out already.
 */
export async function createApiKey(
  tx: Transaction,
  trace: Trace,
  body: BodyOf<typeof contract>,
): Promise<Outcome<ReplyOf<typeof contract>>> {
  const { name, role, expires_at = null } = body
  const bookIds = body.book_ids ? [...new Set(body.book_ids)].toSorted((a, b) => a - b) : null
  if (await isPast(tx, expires_at)) throw invalidField('expires_at', 'has passed already')
  if (!(await haveBooks(tx, bookIds))) return refusals.bookNotFound()
  const key = API_KEY_PREFIX + randomBytes(32).toString('base64url')
  const hash = createHash('sha256').update(key).digest()
  const [row] = await query<ApiKeyRow>(tx, INSERT, [name, role, hash, bookIds, expires_at, trace.actorId])
  if (!row) return refusals.nameTaken()
  const details = { name, role, book_ids: bookIds, expires_at: row.key_expires_at }
  await recordEvents(tx, trace, [{ action: 'api_key.created', user_id: row.id, details }])
  return done({ ...toApiKey(row), key })
}

async function isPast(tx: Transaction, at: string | null): Promise<boolean> {
  if (at === null) return false
  return (await queryOne<{ is_past: boolean }>(tx, IS_PAST, [at])).is_past
}

async function haveBooks(tx: Transaction, ids: number[] | null): Promise<boolean> {
  if (ids === null) return true
  return (await queryOne<{ count: number }>(tx, COUNT_BOOKS, [ids])).count === ids.length
}
