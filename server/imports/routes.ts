import * as contracts from '../contracts/imports.ts'
import {
  hashRequest,
  readIdempotencyKey,
  type IdempotentRequest,
  type StoredReply,
} from '../http/idempotency.ts'
import { translateError } from '../http/problems.ts'
import { operationOf, read, sendStored, stream, type Api, type Call } from '../http/route.ts'
import { JobControl } from '../jobs/job-control.ts'
import { runningJobs } from '../jobs/running-jobs.ts'
import { exportRejects } from './export-rejects.ts'
import { listImports, readImport } from './read-imports.ts'
import { receiveUpload } from './receive-upload.ts'
import { runImport, type ImportCall } from './run-import.ts'
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
  const respondAsync = /(^|,)\s*respond-async\s*([;,]|$)/i.test(req.get('prefer') ?? '')
  if (respondAsync && !query.dry_run) await answerAtOnce(call, { work, key })
  else await answerWhenDone(call, { work, key })
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

/** The sender waits; if it goes away before the end, nothing of the import is kept. */
async function answerWhenDone(call: UploadCall, what: Omit<ImportCall, 'onStarted'>): Promise<void> {
  const control = new JobControl(call.app.db)
  call.res.once('close', () => {
    if (!call.res.writableFinished) control.stop('client_gone')
  })
  try {
    send(call, await runImport(call.app, { ...what, onStarted: undefined }, control))
  } finally {
    await forget(what.work.upload)
  }
}

/** The sender hears of the job as soon as there is one, and the job goes on by itself. */
async function answerAtOnce(call: UploadCall, what: Omit<ImportCall, 'onStarted'>): Promise<void> {
  const control = new JobControl(call.app.db)
  const first = await new Promise<StoredReply & { replayed: boolean }>((resolve, reject) => {
    let started = false
    const onStarted = (reply: StoredReply): void => {
      started = true
      resolve({ ...reply, replayed: false })
    }
    runImport(call.app, { ...what, onStarted }, control)
      .then(resolve, (error: unknown) => {
        if (started) logFailure(call, control, error)
        else reject(error instanceof Error ? error : new Error('an import failed'))
      })
      .finally(() => forget(what.work.upload))
      .catch((error: unknown) => {
        logFailure(call, control, error)
      })
  })
  call.res.setHeader('Preference-Applied', 'respond-async')
  send(call, first)
}

function logFailure(call: UploadCall, control: JobControl, error: unknown): void {
  const { code } = translateError(error)
  call.app.log.warn({ job_id: control.jobId, request_id: call.trace.requestId, code }, 'import_ended_early')
}

function send(call: UploadCall, reply: StoredReply & { replayed: boolean }): void {
  if (reply.replayed) call.res.setHeader('Idempotency-Replayed', 'true')
  sendStored(call.app, contracts.uploadCodes, call.res, reply)
}

async function forget(upload: Upload): Promise<void> {
  if (upload.kind === 'file') await upload.file.close()
}
