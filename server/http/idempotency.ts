import { createHash } from 'node:crypto'
import type { Contract } from '../contracts/contract.ts'
import { idempotencyLockKey, lockKey, tryLockKey } from '../db/advisory-lock.ts'
import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { DomainError } from '../errors.ts'
import type { Call } from './call.ts'
import type { StoredReply } from './reply.ts'

/** One use of an `Idempotency-Key`: whose it is, for which method and path, and what was asked (as a hash). */
export interface IdempotentRequest {
  actorId: number
  operation: string
  key: string
  requestHash: Buffer
}

// A key that is bound to a job counts as long as that waits for its turn: at work it holds the key's lock, and when it is done the
// key is bound no more. Of one that came to nothing the key is free again.
const FIND = `
  select request_hash, status, reply
    from idempotency_keys k
   where actor_id = $1 and operation = $2 and key = $3 and created_at > clock_timestamp() - interval '31 days'
     and (job_id is null
          or job_id is distinct from $4::bigint
             and exists (select from jobs j
                          where j.id = k.job_id and j.state = 'queued' and j.waits_until > clock_timestamp()))`

// An expired key may be used again, for whatever its caller likes.
const STORE = `
  insert into idempotency_keys (actor_id, operation, key, request_hash, status, reply, job_id)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (actor_id, operation, key) do update
     set request_hash = excluded.request_hash, status = excluded.status, reply = excluded.reply,
         job_id = excluded.job_id, created_at = clock_timestamp()`

/**
 * Reads the header.
 *
 * @throws DomainError `idempotency_key_invalid` unless it is 1–255 visible ASCII characters.
 */
export function readIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  if (!/^[\x21-\x7e]{1,255}$/.test(header))
    throw new DomainError(
      'idempotency_key_invalid',
      'An Idempotency-Key has 1 to 255 visible ASCII characters and no spaces.',
    )
  return header
}

/**
 * The use of an idempotency key by a call with a parsed body, if it has one.
 *
 * @throws DomainError `idempotency_key_invalid`.
 */
export function idempotentRequestOf<C extends Contract>(
  contract: C,
  call: Call<C>,
): IdempotentRequest | undefined {
  const key = readIdempotencyKey(call.req.get('idempotency-key'))
  if (key === undefined) return undefined
  return {
    actorId: call.actor.id,
    operation: operationOf(contract, call),
    key,
    requestHash: hashRequest([call.query, call.body]),
  }
}

/** The scope of an idempotency key beside its caller: method and path, with the path's parameters as they were decoded. */
export function operationOf(contract: Contract, call: { params: unknown }): string {
  return `${contract.method} ${contract.path} ${JSON.stringify(call.params)}`
}

/** What {@link operationOf} wrote. */
export function readOperation(operation: string): { method: string; path: string; params: object } {
  const [method = '', path = ''] = operation.split(' ', 2)
  return { method, path, params: JSON.parse(operation.slice(method.length + path.length + 2)) as object }
}

/** A hash of parsed fields in which the order of names does not count; a file is given as the hash of its bytes. */
export function hashRequest(fields: unknown): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(sortNames(fields)))
    .digest()
}

function sortNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortNames)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sortNames(inner)]),
  )
}

/**
 * Claims a key for this transaction. The look-up is a statement of its own after the lock: a statement's snapshot is older than
 * a lock that it takes, and could miss what the lock's last owner committed.
 *
 * @param ownJob the job whose own key it is: it does not stand in its own way, and waits for those who only ask after it.
 * @returns the first reply, if there was one.
 * @throws DomainError `idempotency_in_progress` while the first request runs, `idempotency_key_reused` for another body.
 */
export async function claimKey(
  tx: Transaction,
  request: IdempotentRequest,
  ownJob?: number,
): Promise<StoredReply | undefined> {
  const { actorId, operation, key } = request
  const lock = idempotencyLockKey(actorId, operation, key)
  if (ownJob !== undefined) await lockKey(tx, lock)
  else if (!(await tryLockKey(tx, lock)))
    throw new DomainError(
      'idempotency_in_progress',
      'The first request with this key is still running. Try again in a moment.',
      {
        retryAfter: 1,
      },
    )
  const [row] = await query<{ request_hash: Buffer; status: number; reply: string }>(tx, FIND, [
    actorId,
    operation,
    key,
    ownJob ?? null,
  ])
  if (!row) return undefined
  if (!row.request_hash.equals(request.requestHash))
    throw new DomainError(
      'idempotency_key_reused',
      'This key was used for a request with other content. Use a new key.',
    )
  return { status: row.status, text: row.reply }
}

/**
 * Keeps the reply beside what it tells, in the same transaction.
 *
 * @param jobId the job that is told of while it still waits for its turn; the key is bound to it until the reply is kept for good.
 */
export async function storeReply(
  tx: Transaction,
  request: IdempotentRequest,
  reply: StoredReply,
  jobId?: number,
): Promise<void> {
  const { actorId, operation, key, requestHash } = request
  const bind = [actorId, operation, key, requestHash, reply.status, reply.text, jobId ?? null]
  await query(tx, STORE, bind)
}
