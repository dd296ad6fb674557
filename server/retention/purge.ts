import { program, recordEvents } from '../audit/record.ts'
import type { Settings } from '../contracts/settings.ts'
import { lockSpaces, tryLockPair } from '../db/advisory-lock.ts'
import type { Database, Transaction } from '../db/connect.ts'
import { query, queryOne } from '../db/query.ts'
import { transaction } from '../db/transaction.ts'
import { readSettings } from '../settings/read-settings.ts'

/** Rows of one kind by one transaction: a quarter of a second of work, far from a transaction's deadline on a slow machine, too. */
const BATCH = 5_000

// Whole days, so that a day's worth goes at once and leaves one trace, not an hour's worth every hour.
const BEFORE =
  "select date_trunc('day', clock_timestamp(), 'UTC') - make_interval(hours => 24 * $1::int) as at"

const count = (deletion: string): string =>
  `with gone as (${deletion} returning 1) select count(*)::int as count from gone`

// A key that was used again meanwhile is new, and stays.
const FORGET_KEYS = count(`
  delete from idempotency_keys
   where ctid = any(array(select ctid from idempotency_keys where created_at < $1 order by created_at limit $2))
     and created_at < $1`)

const OLD_JOBS = 'select id from jobs where finished_at < $1 order by finished_at limit 100'

const FORGET_REJECTS = count(`
  delete from import_rejects r
   using (select job_id, line from import_rejects where job_id in (${OLD_JOBS}) limit $2) old
   where r.job_id = old.job_id and r.line = old.line`)

const FORGET_SKIPS = count(`
  delete from distribution_skips s
   using (select job_id, user_id from distribution_skips where job_id in (${OLD_JOBS}) limit $2) old
   where s.job_id = old.job_id and s.user_id = old.user_id`)

const FORGET_JOBS = count(`
  delete from jobs j
   where id in (select id from jobs where finished_at < $1 order by finished_at limit least($2, 100))
     and not exists (select from import_rejects where job_id = j.id)
     and not exists (select from distribution_skips where job_id = j.id)`)

const BEGIN_PURGE = "select set_config('cuponera.purges', 'audit_events', true)"
const END_PURGE = "select set_config('cuponera.purges', '', true)"

// Of a coupon always the oldest versions: should the clock once have been set back, a later version waits for the earlier ones.
const FORGET_EVENTS = count(`
  delete from audit_events e
   using (select id, max(at) over () as last_at from
           (select id, at from audit_events where at < $1 order by at, id limit $2) oldest) old
   where e.id = old.id
     and not exists (select from audit_events kept
                      where kept.coupon_id = e.coupon_id and kept.coupon_version < e.coupon_version
                        and (kept.at >= $1 or kept.at > old.last_at))`)

/** How many rows of each kind went. */
export interface Purged {
  idempotency_keys: number
  import_rejects: number
  distribution_skips: number
  jobs: number
  audit_events: number
}

/**
 * Deletes what is older than the settings keep it, until nothing of that is left: in small transactions, each with its own trace.
 * While another program on the database is at it, this one leaves it to that.
 *
 * @param goesOn asked between two of them: false stops here, and the next purge takes it up.
 * @returns how many rows went, of all kinds.
 */
export async function purge(db: Database, goesOn: () => boolean = () => true): Promise<number> {
  let total = 0
  for (;;) {
    const purged = await transaction(db, purgeBatch)
    const counts = Object.values(purged) as number[]
    total += counts.reduce((sum, rows) => sum + rows, 0)
    // Jobs go a hundred at a time, after their lines: only a look that finds nothing is the last.
    if (counts.every((rows) => rows === 0) || !goesOn()) return total
  }
}

async function purgeBatch(tx: Transaction): Promise<Purged> {
  const purged = { idempotency_keys: 0, import_rejects: 0, distribution_skips: 0, jobs: 0, audit_events: 0 }
  if (!(await tryLockPair(tx, lockSpaces.purge, 0))) return purged
  const { retention } = await readSettings(tx)
  const gone = { ...purged, ...(await forget(tx, retention)) }
  const details = Object.fromEntries(Object.entries(gone).filter(([, rows]) => rows > 0))
  if (Object.keys(details).length > 0)
    await recordEvents(tx, program, [{ action: 'retention.purged', details }])
  return gone
}

async function forget(tx: Transaction, retention: Settings['retention']): Promise<Partial<Purged>> {
  const gone: Partial<Purged> = {}
  const run = async (kind: keyof Purged, sql: string, days: number): Promise<void> => {
    const { at } = await queryOne<{ at: Date }>(tx, BEFORE, [days])
    gone[kind] = (await queryOne<{ count: number }>(tx, sql, [at, BATCH])).count
  }
  if (retention.idempotency_keys !== null)
    await run('idempotency_keys', FORGET_KEYS, retention.idempotency_keys)
  if (retention.jobs !== null) {
    await run('import_rejects', FORGET_REJECTS, retention.jobs)
    await run('distribution_skips', FORGET_SKIPS, retention.jobs)
    await run('jobs', FORGET_JOBS, retention.jobs)
  }
  if (retention.audit_events !== null) {
    await query(tx, BEGIN_PURGE)
    await run('audit_events', FORGET_EVENTS, retention.audit_events)
    await query(tx, END_PURGE)
  }
  return gone
}
