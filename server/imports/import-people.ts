import { DomainError } from '../errors.ts'
import { query } from '../db/query.ts'
import { lockPool } from '../pools/lock-pool.ts'
import { refusals } from '../pools/errors.ts'
import { tableRows } from './csv-layout.ts'
import type { ImportTarget } from './import-file.ts'
import { addMembers, makeUsers, markKnownUsers, markStrangers, stagePeople } from './load-people.ts'
import { readPeopleLayout, readPersonRow, type PeopleOptions, type PersonLine } from './person-lines.ts'
import type { Upload } from './upload.ts'

/** Lines become customers, who cannot log in until they have a password. */
export function usersOfStore(upload: Upload, options: PeopleOptions): ImportTarget {
  return {
    target: 'users',
    bookId: null,
    poolId: null,
    action: 'users.imported',
    refusal: () => Promise.resolve(undefined),
    open: () => openPeople(upload, options, true),
    tryOut: (tx, { keyed }) => markKnownUsers(tx, keyed),
    make: (tx, { keyed }, _jobId, control) => makeUsers(tx, keyed, control),
  }
}

const POOL = 'select id from user_pools where id = $1'

/** Lines become members of a pool, which is held meanwhile: its size is kept with it. */
export function membersOfPool(poolId: number, upload: Upload, options: PeopleOptions): ImportTarget {
  return {
    target: 'pool_users',
    bookId: null,
    poolId,
    action: 'pool.users_imported',
    refusal: async (tx, holds) => {
      const [pool] = holds ? [await lockPool(tx, poolId)] : await query(tx, POOL, [poolId])
      return pool ? undefined : refusals.notFound().refusal
    },
    open: () => openPeople(upload, options, false),
    tryOut: (tx, { keyed }) => markStrangers(tx, poolId, [0, keyed]),
    make: (tx, { keyed }, _jobId, control) => addMembers(tx, poolId, keyed, control),
  }
}

function openPeople(
  upload: Upload,
  options: PeopleOptions,
  wantsNames: boolean,
): ReturnType<ImportTarget['open']> {
  if (upload.kind === 'list') throw new DomainError('unsupported_media_type', 'People come as a CSV.')
  const { file } = upload
  const layout = readPeopleLayout(file, options, wantsNames)
  const { encoding, delimiter } = layout
  async function* lines(): AsyncGenerator<PersonLine[]> {
    for await (const rows of tableRows(file, layout))
      yield rows.map((row) => readPersonRow(row, layout, wantsNames))
  }
  return { encoding, delimiter, stage: (tx) => stagePeople(tx, lines()) }
}
