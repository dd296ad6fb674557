import * as contracts from '../contracts/distributions.ts'
import type { Distribution } from '../contracts/distributions.ts'
import type { Call } from '../http/call.ts'
import { idempotentRequestOf } from '../http/idempotency.ts'
import { toReply } from '../http/reply.ts'
import { read, stream, type Api } from '../http/route.ts'
import { answerJob } from '../jobs/answer-job.ts'
import { exportAssignments, listAssignments } from './assignments.ts'
import { distribute, sketchDistribution, type DistributionRequest } from './distribute.ts'
import { brokenOff } from './errors.ts'
import { exportSkipped, listSkipped } from './left-out.ts'
import { listDistributions, readDistribution } from './read-distributions.ts'

type DistributeCall = Call<typeof contracts.distribute>

export function distributionRoutes(api: Api): void {
  stream(api, contracts.distribute, answerDistribution)

  read(api, contracts.listDistributions, ({ app, actor, query }) => listDistributions(app.db, actor, query))

  read(api, contracts.getDistribution, ({ app, actor, params }) => readDistribution(app.db, actor, params.id))

  read(api, contracts.listAssignments, ({ app, actor, params, query }) =>
    listAssignments(app.db, actor, params.id, query),
  )

  stream(api, contracts.exportAssignments, exportAssignments)

  read(api, contracts.listSkipped, ({ app, actor, params, query }) =>
    listSkipped(app.db, actor, params.id, query),
  )

  stream(api, contracts.exportSkipped, exportSkipped)
}

function answerDistribution(call: DistributeCall): Promise<void> {
  const { app, trace } = call
  const request = requestOf(call)
  const { isTrial } = request
  return answerJob<typeof contracts.distribute, Distribution>(call, contracts.distribute, {
    isTrial,
    job: (control) => ({
      name: 'distribution',
      key: isTrial ? undefined : idempotentRequestOf(contracts.distribute, call),
      sketch: (tx) => sketchDistribution(tx, request),
      run: (tx, started) => distribute(app.db, tx, request, control, started),
      toReply: (outcome) => {
        const reply = toReply(contracts.distribute, outcome, trace.requestId)
        return outcome.ok && isTrial ? { ...reply, status: 200 } : reply
      },
      couponsTouched: ({ assigned }) => (isTrial ? 0 : assigned),
      brokenOff,
    }),
  })
}

function requestOf({ actor, trace, params, body }: DistributeCall): DistributionRequest {
  return {
    actor,
    trace,
    poolId: params.id,
    bookId: body.book_id,
    share:
      body.mode === 'equal'
        ? { mode: 'equal', couponsPerUser: body.coupons_per_user }
        : { mode: 'random', total: body.total },
    onShortage: body.on_shortage,
    isTrial: body.dry_run,
  }
}
