import type { ReplyOf } from '../contracts/contract.ts'
import type * as contracts from '../contracts/users.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { Outcome } from '../errors.ts'
import { done } from '../errors.ts'
import type { Call } from '../http/call.ts'
import { pageFrom, readPage } from '../http/paging.ts'
import { refusals } from './errors.ts'
import { toUser, userColumns, type UserFields } from './user.ts'

const BY_ID = `select ${userColumns} from users where id = $1`

const BY_EMAIL = `select ${userColumns} from users where lower(email) = lower($1) and kind = 'person'`

const LIST = `
  select ${userColumns} from users
   where kind = 'person'
     and ($1::bigint is null or id < $1)
     and ($2::text is null or role = $2)
     and ($3::bool is null or is_active = $3)
     and ($4::text is null or external_id = $4)
     and ($5::text is null or lower(email) like lower($5) or to_tsvector('simple', name) @@ to_tsquery('simple', $6))
   order by id desc
   limit $7`

/** Any user by its id, an API key too. */
export async function findUser(db: Database, id: number): Promise<Outcome<UserFields>> {
  const [row] = await query<UserFields>(db, BY_ID, [id])
  return row ? done(row) : refusals.notFound()
}

/** The person with this e-mail address, whatever its case. */
export async function findByEmail(db: Database, email: string): Promise<Outcome<UserFields>> {
  const [row] = await query<UserFields>(db, BY_EMAIL, [email])
  return row ? done(row) : refusals.notFound()
}

/** People, newest first; `q` is the beginning of an e-mail address or of each word of a name. */
export async function listUsers(
  call: Call<typeof contracts.listUsers>,
): Promise<ReplyOf<typeof contracts.listUsers>> {
  const { q, role, is_active, external_id } = call.query
  const page = readPage<[number]>(call.query, ['number'])
  const rows = await query<UserFields>(call.app.db, LIST, [
    page.after?.[0] ?? null,
    role ?? null,
    is_active ?? null,
    external_id ?? null,
    q === undefined ? null : `${escapeLike(q)}%`,
    wordPrefixes(q ?? ''),
    page.fetch,
  ])
  return pageFrom(rows, page.limit, toUser, (row) => [row.id])
}

/** Text for a `like` pattern in which nothing stands for anything else. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

/** A search for names whose words begin with these: letters and digits only, so that nothing of what was typed is an operator. */
export function wordPrefixes(text: string): string {
  const words = text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  return words.map((word) => `${word}:*`).join(' & ')
}
