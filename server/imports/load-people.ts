import type { Transaction } from '../db/connect.ts'
import { query } from '../db/query.ts'
import type { JobControl } from '../jobs/job-control.ts'
import type { PersonLine } from './person-lines.ts'
import { copyField, stageRows, type Staged } from './staged-lines.ts'

/** People by one statement: progress is seen, and a cancel heard, between two of them. */
const BATCH = 10_000

const CREATE_LINES = `
  create temp table import_lines (line bigint, value text, email_key text, name text, external_id text, reason text)
  on commit drop`

const COPY_LINES = 'copy import_lines (line, value, email_key, name, external_id, reason) from stdin'

// The same order in every import, so that two of them cannot deadlock; of those who stand there twice the first line wins.
const CREATE_SORTED = `
  create temp table import_sorted on commit drop as
  select line, value, email_key, name, external_id, row_number() over by_key as place,
         coalesce(reason, case when lag(email_key) over by_key = email_key
                                 or (external_id is not null and row_number() over by_external_id > 1)
                               then 'duplicate_in_file' end) as reason
    from import_lines
  window by_key as (order by email_key, line),
         by_external_id as (partition by external_id order by line)`

const COUNT_LINES = 'select count(*) as received, count(email_key) as keyed from import_sorted'

// Asked before, because two keys are unique: of what ran into one nothing would tell which.
const MARK_KNOWN_USERS = `
  update import_sorted s set reason = 'already_user'
   where reason is null and place > $1 and place <= $2
     and (exists (select from users u where lower(u.email) = s.email_key)
       or exists (select from users u where u.external_id = s.external_id))`

const MAKE_USERS = `
  insert into users (name, email, external_id, role)
  select name, value, external_id, 'customer'
    from import_sorted
   where reason is null and place > $1 and place <= $2
   order by place`

const MARK_UNKNOWN_USERS = `
  update import_sorted s set reason = 'unknown_user'
   where reason is null and place > $1 and place <= $2
     and not exists (select from users u where lower(u.email) = s.email_key and u.kind = 'person')`

const MARK_MEMBERS = `
  update import_sorted s set reason = 'already_member'
   where reason is null and place > $1 and place <= $2
     and exists (select from users u
                   join pool_users m on m.user_id = u.id and m.pool_id = $3
                  where lower(u.email) = s.email_key)`

const ADD_MEMBERS = `
  with added as (
         insert into pool_users (pool_id, user_id)
         select $3, u.id
           from import_sorted s
           join users u on lower(u.email) = s.email_key
          where s.reason is null and s.place > $1 and s.place <= $2
          order by u.id
         returning 1)
  update user_pools set user_count = user_count + (select count(*) from added) where id = $3`

/** Brings the lines of a file into a temporary table and marks those that are refused or doubled within the file. */
export function stagePeople(tx: Transaction, batches: AsyncIterable<PersonLine[]>): Promise<Staged> {
  return stageRows(tx, copyTextOf(batches), {
    create: CREATE_LINES,
    copy: COPY_LINES,
    sort: CREATE_SORTED,
    count: COUNT_LINES,
  })
}

/** Marks who is a user of the store already, and makes nobody. */
export async function markKnownUsers(tx: Transaction, keyed: number): Promise<void> {
  await query(tx, MARK_KNOWN_USERS, [0, keyed])
}

/** Makes customers of those who are not users yet. Who was made a moment ago by somebody else has the whole run again. */
export function makeUsers(tx: Transaction, keyed: number, control: JobControl): Promise<void> {
  return inBatches(keyed, control, async (range) => {
    await query(tx, MARK_KNOWN_USERS, range)
    await query(tx, MAKE_USERS, range)
  })
}

/** Marks who is nobody of the store, and who is a member of the pool already. */
export async function markStrangers(tx: Transaction, poolId: number, range: number[]): Promise<void> {
  await query(tx, MARK_UNKNOWN_USERS, range)
  await query(tx, MARK_MEMBERS, [...range, poolId])
}

/** Adds to a pool, which this transaction holds, those who are users and no members yet. */
export function addMembers(
  tx: Transaction,
  poolId: number,
  keyed: number,
  control: JobControl,
): Promise<void> {
  return inBatches(keyed, control, async (range) => {
    await markStrangers(tx, poolId, range)
    await query(tx, ADD_MEMBERS, [...range, poolId])
  })
}

async function inBatches(
  keyed: number,
  control: JobControl,
  work: (range: number[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < keyed; from += BATCH) {
    control.checkpoint()
    await work([from, from + BATCH])
    control.progress.processed = Math.min(from + BATCH, keyed)
  }
}

async function* copyTextOf(batches: AsyncIterable<PersonLine[]>): AsyncGenerator<string> {
  for await (const people of batches) yield people.map(copyRow).join('')
}

function copyRow(person: PersonLine): string {
  const line = String(person.line)
  if ('reason' in person) return `${line}\t${copyField(person.value)}\t\\N\t\\N\t\\N\t${person.reason}\n`
  const { email, name, externalId } = person
  const fields = [email, email.toLowerCase(), name, externalId]
  return `${line}\t${fields.map(copyField).join('\t')}\t\\N\n`
}
