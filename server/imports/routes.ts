import * as contracts from '../contracts/imports.ts'
import { hashRequest, readIdempotencyKey, type IdempotentRequest } from '../http/idempotency.ts'
import { operationOf, read, stream, type Api, type Call } from '../http/route.ts'
import { answerJob } from '../jobs/answer-job.ts'
import { runningJobs } from '../jobs/running-jobs.ts'
import { exportRejects } from './export-rejects.ts'
import { listImports, readImport } from './read-imports.ts'
import { receiveUpload } from './receive-upload.ts'
import { importJob } from './import-job.ts'
import type { Upload } from './upload.ts'

type UploadCall = Call<typeof contracts.uploadCodes>

export function importRoutes(api: Api): void {
  stream(api, contracts.uploadCodes, uploadCodes)

  read(api, contracts.listImports, ({ app, actor, query }) => listImports(app.db, actor, query))

  read(api, contracts.getImport, ({ app, actor, params }) => readImport(app.db, actor, params.id))

  stream(api, contracts.exportRejects, ({ app, actor, params, res }) =>
    exportRejects(app.db, actor, params.id, res),
  )
}

async function uploadCodes(call: UploadCall): Promise<void> {
  const { req, res, query, actor, trace, params } = call
  const givenKey = readIdempotencyKey(req.get('idempotency-key'))
  const upload = await runningJobs(call.app.db).arrive(async () => {
    const received = await receiveUpload(req, res, query.file_name)
    await call.confirm().catch(async (error: unknown) => {
      await forget(received)
      throw error
    })
    return received
  })
  const work = { actor, trace, bookId: params.id, upload, options: query }
  // A dry run changes nothing that a second one could double.
  const key = query.dry_run ? undefined : keyOf(call, givenKey, upload)
  await answerJob(call, contracts.uploadCodes, {
    job: (control) => importJob(call.app.db, work, key, control),
    isTrial: query.dry_run === true,
    cleanUp: () => forget(upload),
  })
}

function keyOf(call: UploadCall, key: string | undefined, upload: Upload): IdempotentRequest | undefined {
  if (key === undefined) return undefined
  const content =
    upload.kind === 'file'
      ? upload.file.sha256.toString('hex')
      : { codes: upload.codes, max_redemptions: upload.maxRedemptions }
  return {
    actorId: call.actor.id,
    operation: operationOf(contracts.uploadCodes, call),
    key,
    requestHash: hashRequest([call.query, content]),
  }
}

async function forget(upload: Upload): Promise<void> {
  if (upload.kind === 'file') await upload.file.close()
}
