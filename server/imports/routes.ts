import * as contracts from '../contracts/imports.ts'
import type { Contract } from '../contracts/contract.ts'
import type { Import, Reject } from '../contracts/imports.ts'
import type { Transaction } from '../db/connect.ts'
import type { Call } from '../http/call.ts'
import { sendCsv } from '../http/csv-reply.ts'
import { hashRequest, operationOf, readIdempotencyKey, type IdempotentRequest } from '../http/idempotency.ts'
import { read, stream, type Api } from '../http/route.ts'
import { answerJob, runForCaller, type JobRequest } from '../jobs/answer-job.ts'
import { JobControl } from '../jobs/job-control.ts'
import { runningJobs } from '../jobs/running-jobs.ts'
import { csvOfRejects, exportRejects } from './export-rejects.ts'
import { codesOfBook } from './import-codes.ts'
import type { FileImport, ImportTarget } from './import-file.ts'
import { importJob } from './import-job.ts'
import { membersOfPool, usersOfStore } from './import-people.ts'
import { listImports, readImport } from './read-imports.ts'
import { receiveUpload } from './receive-upload.ts'
import { spool, type SpooledFile } from './spool.ts'
import { refusedLines } from './staged-lines.ts'
import type { Upload } from './upload.ts'

export function importRoutes(api: Api): void {
  stream(api, contracts.uploadCodes, (call) =>
    answerUpload(call, contracts.uploadCodes, call.query, (upload) =>
      codesOfBook(call.actor, call.params.id, upload, call.query),
    ),
  )

  stream(api, contracts.uploadUsers, (call) =>
    answerUpload(call, contracts.uploadUsers, call.query, (upload) => usersOfStore(upload, call.query)),
  )

  stream(api, contracts.uploadPoolUsers, (call) =>
    answerUpload(call, contracts.uploadPoolUsers, call.query, (upload) =>
      membersOfPool(call.params.id, upload, call.query),
    ),
  )

  read(api, contracts.listImports, ({ app, actor, query }) => listImports(app.db, actor, query))

  read(api, contracts.getImport, ({ app, actor, params }) => readImport(app.db, actor, params.id))

  stream(api, contracts.exportRejects, ({ app, actor, params, res }) =>
    exportRejects(app.db, actor, params.id, res),
  )
}

/** Takes the file in, then answers for the job that it is. */
async function answerUpload<C extends Contract>(
  call: Call<C>,
  contract: C,
  options: FileImport['options'] & { file_name?: string | undefined },
  targetOf: (upload: Upload) => ImportTarget,
): Promise<void> {
  const { app, req, res, actor, trace } = call
  const givenKey = readIdempotencyKey(req.get('idempotency-key'))
  const takesList = contract.id === contracts.uploadCodes.id
  const upload = await runningJobs(app.db).arrive(async () => {
    const received = await receiveUpload(req, res, options.file_name, takesList)
    await call.confirm().catch(async (error: unknown) => {
      await forget(received)
      throw error
    })
    return received
  })
  const work = { actor, trace, upload, target: targetOf(upload), options }
  if (options.dry_run && req.accepts(['json', 'csv']) === 'csv') {
    await answerRefusedLines(call, contract, work)
    return
  }
  // A dry run changes nothing that a second one could double.
  const key = options.dry_run ? undefined : keyOf(call, contract, givenKey, upload)
  await answerJob(call, contract, {
    job: (control) => importJob(app.db, contract, work, key, control),
    isTrial: options.dry_run === true,
    cleanUp: () => forget(upload),
  })
}

/** Answers a dry run with its refused lines, all of them, in place of its report. */
async function answerRefusedLines<C extends Contract>(
  call: Call<C>,
  contract: C,
  work: FileImport,
): Promise<void> {
  const { db } = call.app
  let lines: SpooledFile | undefined
  try {
    const onTried = async (tx: Transaction): Promise<void> => {
      await lines?.close()
      lines = await spool(csvBytesOf(refusedLines(tx)), Infinity)
    }
    const request: JobRequest<Import> = {
      job: (control) => importJob(db, contract, { ...work, onTried }, undefined, control),
      isTrial: true,
      cleanUp: () => forget(work.upload),
    }
    await runForCaller(call, request, new JobControl(db))
    if (lines) await sendCsv(call.res, 'refused-lines.csv', lines.chunks())
  } finally {
    await lines?.close()
  }
}

async function* csvBytesOf(lines: AsyncIterable<Reject[]>): AsyncGenerator<Buffer> {
  for await (const text of csvOfRejects(lines)) yield Buffer.from(text)
}

function keyOf<C extends Contract>(
  call: Call<C>,
  contract: C,
  key: string | undefined,
  upload: Upload,
): IdempotentRequest | undefined {
  if (key === undefined) return undefined
  const content =
    upload.kind === 'file'
      ? upload.file.sha256.toString('hex')
      : { codes: upload.codes, max_redemptions: upload.maxRedemptions }
  return {
    actorId: call.actor.id,
    operation: operationOf(contract, call),
    key,
    requestHash: hashRequest([call.query, content]),
  }
}

async function forget(upload: Upload): Promise<void> {
  if (upload.kind === 'file') await upload.file.close()
}
