import * as contracts from '../contracts/pools.ts'
import type { Pool } from '../contracts/pools.ts'
import { done, type Outcome } from '../errors.ts'
import { change, read, type Api } from '../http/route.ts'
import { changeMembers } from './change-members.ts'
import { createPool } from './create-pool.ts'
import { deletePool } from './delete-pool.ts'
import { toPool, type PoolRow } from './pool-resource.ts'
import { listMembers, listPools, readPool } from './read-pools.ts'
import { updatePool } from './update-pool.ts'

/** Everything under `/pools` but distributions and uploads. */
export function poolRoutes(api: Api): void {
  read(api, contracts.listPools, ({ app, query }) => listPools(app.db, query))
  read(api, contracts.getPool, ({ app, params }) => readPool(app.db, params.id))
  read(api, contracts.listPoolUsers, ({ app, params, query }) => listMembers(app.db, params.id, query))

  change(api, contracts.createPool, async ({ trace, body }, tx) => reply(await createPool(tx, trace, body)))
  change(api, contracts.updatePool, async ({ trace, params, body }, tx) =>
    reply(await updatePool(tx, trace, params.id, body)),
  )
  change(api, contracts.deletePool, ({ trace, params }, tx) => deletePool(tx, trace, params.id))

  change(api, contracts.addPoolUsers, async ({ trace, params, body }, tx) =>
    reply(await changeMembers(tx, trace, params.id, body, 'add')),
  )
  change(api, contracts.removePoolUsers, async ({ trace, params, body }, tx) =>
    reply(await changeMembers(tx, trace, params.id, body, 'remove')),
  )
}

function reply(outcome: Outcome<PoolRow>): Outcome<Pool> {
  return outcome.ok ? done(toPool(outcome.value)) : outcome
}
