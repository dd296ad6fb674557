import { roleReaches } from '../contracts/contract.ts'
import type { Coupon, CouponState } from '../contracts/coupon-resource.ts'
import type { Database } from '../db/connect.ts'
import { query, queryOne } from '../db/query.ts'
import type { Actor } from '../http/context.ts'
import { pageFrom, readPage } from '../http/paging.ts'
import { couponsMadeBy } from '../jobs/coupons-made.ts'
import { keyPrefixOf } from '../contracts/code-key.ts'
import { selectRecords, toCoupon, type CouponRecord } from './coupon-record.ts'

/** Which coupons a list shows. */
export interface CouponFilter {
  limit?: number | undefined
  cursor?: string | undefined
  book_id?: number | undefined
  state?: CouponState | undefined
  user_id?: number | undefined
  /** The import or generation that made them. */
  job_id?: number | undefined
  q?: string | undefined
}

// LOCKED is a state of the moment: a live lock over whatever is stored. The locked ones, which a sample of the rows never shows, the
// planner is led to.
const FILTER = `
  ($1::int is null or book_id = $1) and ($2::int is null or assigned_user_id = $2)
  and ($3::text is null
       or $3 = 'LOCKED' and locked_until > clock_timestamp()
          and id = any(array(select id from coupons where locked_until is not null))
       or $3 <> 'LOCKED' and state = $3 and (locked_until > clock_timestamp()) is not true)
  and ($4::int[] is null or book_id = any($4)) and ($5::bigint is null or id < $5)
  and ($6::bigint is null or job_id = $6 and id > $7 and id <= $8)`

const walk = (matches: string): string =>
  selectRecords(
    `select * from coupons where ${FILTER} and (${matches}) order by id desc limit $9`,
    'k.id desc',
  )

const kindsOf = (book: string, state: string, books: string): string => `
  from coupon_counts
 where (${book}::int is null or book_id = ${book}) and (${state}::text is null or state = ${state})
   and (${books}::int[] is null or book_id = any(${books}))`

// A kind is the coupons of one book in one stored state. The newest of each are taken and then the newest of those, so that rare
// ones are not looked for among all the others. As ranges of rows, and in an order that coupons_book_state alone has: an estimate
// that met another book or another day might prefer to walk the whole table by id.
const walkKinds = (matches: string): string =>
  selectRecords(
    `with kinds as materialized (
       select book_id, state ${kindsOf('$1', '$3', '$4')} group by book_id, state having sum(count) > 0)
     select k.*
       from kinds
      cross join lateral (
        select * from coupons
         where (book_id, state, id) > (kinds.book_id, kinds.state, coalesce($7::bigint, 0))
           and (book_id, state, id) <
               (kinds.book_id, kinds.state, coalesce(least($5::bigint, $8::bigint + 1), 9223372036854775807))
           and ($2::int is null or assigned_user_id = $2) and ($6::bigint is null or job_id = $6)
           and ($3::text is null or (locked_until > clock_timestamp()) is not true) and (${matches})
         order by book_id desc, state desc, id desc limit $9) k
      order by k.id desc limit $9`,
    'k.id desc',
  )

const ownersBy = (address: string, name: string): string => `
  select id from users
   where lower(email) like lower(${address}) or to_tsvector('simple', name) @@ plainto_tsquery('simple', ${name})`

// A code's beginning, or the owner's e-mail or name, each by its own index: few matches are looked up one by one, since they may lie
// at the other end of a million.
const LOOK_UP = walk(`
  id = any(array(select id from coupons where code_key like $10))
  or assigned_user_id = any(array(${ownersBy('$11', '$12')}))`)

// Many are met soon enough on the way through the newest coupons.
const MATCHES = `code_key like $10 or assigned_user_id in (${ownersBy('$11', '$12')})`

const WALKS = {
  all: { list: walk('true'), search: walk(MATCHES) },
  kinds: { list: walkKinds('true'), search: walkKinds(MATCHES) },
}

const FEW_CODES = 20_000
const FEW_OWNERS = 1_000

const ARE_FEW = `
  select (select count(*) from (select from coupons where code_key like $1 limit $4::bigint + 1) c) <= $4
     and (select count(*) from (${ownersBy('$2', '$3')} limit ${String(FEW_OWNERS + 1)}) o)
           <= ${String(FEW_OWNERS)} as few`

const COUNT_KINDS = `select coalesce(sum(count), 0)::bigint as count ${kindsOf('$1', '$2', '$3')}`

/** Coupons, newest first. A customer sees its own, an API key those of its books. */
export async function listCoupons(
  db: Database,
  actor: Actor,
  filter: CouponFilter,
): Promise<{ items: Coupon[]; next_cursor: string | null }> {
  const page = readPage<[number]>(filter, ['number'])
  const userId = roleReaches(actor.role, 'staff') ? (filter.user_id ?? null) : actor.id
  const made = filter.job_id === undefined ? undefined : await couponsMadeBy(db, filter.job_id)
  const bind: unknown[] = [
    filter.book_id ?? null,
    userId,
    filter.state ?? null,
    actor.bookIds,
    page.after?.[0] ?? null,
    filter.job_id ?? null,
    made?.after ?? null,
    made?.until ?? null,
    page.fetch,
  ]
  const way = isOfKinds(filter, actor, userId) ? 'kinds' : 'all'
  const rows =
    filter.q === undefined
      ? await query<CouponRecord>(db, WALKS[way].list, bind)
      : await search(db, way, filter.q, bind)
  return pageFrom(rows, page.limit, toCoupon, (row) => [row.id])
}

/** Whether the filter means all coupons of some books or of a stored state. A person's, and the locked ones, have indexes of their own. */
function isOfKinds({ book_id: bookId, state }: CouponFilter, actor: Actor, userId: number | null): boolean {
  return userId === null && state !== 'LOCKED' && (bookId ?? state ?? actor.bookIds ?? null) !== null
}

async function search(
  db: Database,
  way: keyof typeof WALKS,
  q: string,
  bind: unknown[],
): Promise<CouponRecord[]> {
  const wanted = [likePrefix(keyPrefixOf(q)), likePrefix(q), q]
  const [bookId, , state, bookIds] = bind
  // The locked ones are few, whatever matches.
  if (state === 'LOCKED') return query<CouponRecord>(db, WALKS.all.search, [...bind, ...wanted])
  // Among fewer coupons than match, the way through them is the shorter one.
  const among =
    way === 'all'
      ? Infinity
      : await queryOne<{ count: number }>(db, COUNT_KINDS, [bookId, state, bookIds]).then(
          ({ count }) => count,
        )
  const { few } = await queryOne<{ few: boolean }>(db, ARE_FEW, [...wanted, Math.min(among, FEW_CODES)])
  return query<CouponRecord>(db, few ? LOOK_UP : WALKS[way].search, [...bind, ...wanted])
}

// What is searched for is text, not a pattern; a text that no code begins with matches none.
function likePrefix(text: string | undefined): string | null {
  return text === undefined ? null : `${text.replace(/[\\%_]/g, '\\$&')}%`
}

const COUNTS = `
  select case when locked_until > clock_timestamp() then 'LOCKED' else state end as state, count(*)::int as count
    from coupons where assigned_user_id = $1 and ($2::int is null or book_id = $2)
     and ($3::int[] is null or book_id = any($3)) group by 1`

/** A user's coupons, and how many there are in each state. */
export async function listUserCoupons(
  db: Database,
  actor: Actor,
  userId: number,
  filter: Omit<CouponFilter, 'user_id' | 'q'>,
): Promise<{
  items: Coupon[]
  next_cursor: string | null
  counts: Record<Exclude<CouponState, 'UNASSIGNED'>, number>
}> {
  const counts = await query<{ state: Exclude<CouponState, 'UNASSIGNED'>; count: number }>(db, COUNTS, [
    userId,
    filter.book_id ?? null,
    actor.bookIds,
  ])
  const page = await listCoupons(db, actor, { ...filter, user_id: userId })
  const all = { ASSIGNED: 0, LOCKED: 0, REDEEMED: 0, VOID: 0 }
  return {
    ...page,
    counts: { ...all, ...Object.fromEntries(counts.map(({ state, count }) => [state, count])) },
  }
}

// In milliseconds, as the cursor carries them; live locks are few, so sorting them costs nothing.
const LOCKS = selectRecords(
  `select * from coupons
    where locked_until > clock_timestamp() and ($1::int[] is null or book_id = any($1))
      and ($2::timestamptz is null or (date_trunc('milliseconds', locked_until), id) > ($2, $3::bigint))
    order by date_trunc('milliseconds', locked_until), id limit $4`,
  "date_trunc('milliseconds', k.locked_until), k.id",
)

/** The live locks, the one that ends first at the top. */
export async function listLocks(
  db: Database,
  actor: Actor,
  filter: { limit?: number | undefined; cursor?: string | undefined },
): Promise<{ items: Coupon[]; next_cursor: string | null }> {
  const page = readPage<[string, number]>(filter, ['time', 'number'])
  const rows = await query<CouponRecord & { locked_until: Date }>(db, LOCKS, [
    actor.bookIds,
    page.after?.[0] ?? null,
    page.after?.[1] ?? null,
    page.fetch,
  ])
  return pageFrom(rows, page.limit, toCoupon, (row) => [row.locked_until.toISOString(), row.id])
}
