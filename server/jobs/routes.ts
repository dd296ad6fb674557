import { cancelJob as cancelContract, getJob } from '../contracts/imports.ts'
import { DomainError } from '../errors.ts'
import { change, read, type Api } from '../http/route.ts'
import { cancelJob } from './cancel-job.ts'
import { toJob } from './job-resource.ts'
import { findJob } from './read-job.ts'
import { runningJobs } from './running-jobs.ts'

export function jobRoutes(api: Api): void {
  read(api, getJob, async ({ app, actor, params }) => {
    const row = await findJob(app.db, actor, params.id)
    if (!row) throw new DomainError('not_found', 'There is no such job.')
    return toJob(row)
  })

  change(api, cancelContract, ({ app, actor, trace, params }, tx) =>
    cancelJob(tx, actor, trace, params.id, runningJobs(app.db).ids),
  )
}
