import type { Contract } from '../contracts/contract.ts'
import type { Call } from '../http/call.ts'
import { faultOf, translateError } from '../http/problems.ts'
import { sendStored, type StoredReply } from '../http/reply.ts'
import { JobControl } from './job-control.ts'
import type { LongJob } from './long-job.ts'
import { runJob } from './run-job.ts'

/** A job for a request: made for the control that stops it. */
export interface JobRequest<Report> {
  job(control: JobControl): LongJob<Report>
  /** A trial has no job that a client could come back to: it waits. */
  isTrial: boolean
  /** Called when the job has ended, however. */
  cleanUp?(): Promise<void>
}

/**
 * Answers a request for long work: when it is done, or at once with `Prefer: respond-async`, whether its turn has come or not. A sender
 * who waits and goes away before the end keeps nothing of it.
 */
export async function answerJob<C extends Contract, Report>(
  call: Call<C>,
  contract: C,
  request: JobRequest<Report>,
): Promise<void> {
  const control = new JobControl(call.app.db)
  const prefersAsync =
    contract.startsJob && /(^|,)\s*respond-async\s*([;,]|$)/i.test(call.req.get('prefer') ?? '')
  const reply =
    prefersAsync && !request.isTrial
      ? await answerAtOnce(call, request, control)
      : await runForCaller(call, request, control)
  if (reply.replayed) call.res.setHeader('Idempotency-Replayed', 'true')
  if (reply.status === 202) call.res.location(`/api/v1/jobs/${String(jobIdIn(reply))}`)
  sendStored(call.app, contract, call.res, reply)
}

/** The job that a reply tells of: an import and a distribution are one, a generation and a voiding have one. */
function jobIdIn({ text }: StoredReply): number | undefined {
  const told = JSON.parse(text) as { id?: number; job?: { id: number } }
  return told.job?.id ?? told.id
}

type Reply = StoredReply & { replayed: boolean }

function jobOf<C extends Contract, Report>(
  call: Call<C>,
  request: JobRequest<Report>,
  control: JobControl,
): LongJob<Report> {
  return { ...request.job(control), confirm: () => call.confirm() }
}

/** Runs a job to its end for somebody who waits; who goes away before keeps nothing of it. */
export async function runForCaller<C extends Contract, Report>(
  call: Call<C>,
  request: JobRequest<Report>,
  control: JobControl,
): Promise<Reply> {
  call.res.once('close', () => {
    if (!call.res.writableFinished) control.stop('client_gone')
  })
  try {
    return await runJob(call.app, jobOf(call, request, control), control)
  } finally {
    await request.cleanUp?.()
  }
}

async function answerAtOnce<C extends Contract, Report>(
  call: Call<C>,
  request: JobRequest<Report>,
  control: JobControl,
): Promise<Reply> {
  const first = await new Promise<Reply>((resolve, reject) => {
    let started = false
    const onStarted = (reply: StoredReply): void => {
      started = true
      resolve({ ...reply, replayed: false })
    }
    runJob(call.app, jobOf(call, request, control), control, onStarted)
      .then(resolve, (error: unknown) => {
        if (started) logFailure(call, control, error)
        else reject(error instanceof Error ? error : new Error('a job failed'))
      })
      .finally(() => request.cleanUp?.())
      .catch((error: unknown) => {
        logFailure(call, control, error)
      })
  })
  call.res.setHeader('Preference-Applied', 'respond-async')
  return first
}

function logFailure<C extends Contract>(call: Call<C>, control: JobControl, error: unknown): void {
  const { code } = translateError(error)
  const known = { job_id: control.jobId, request_id: call.trace.requestId, code }
  if (code === 'internal_error') call.app.log.error({ ...known, ...faultOf(error) }, 'job_failed')
  else call.app.log.warn(known, 'job_ended_early')
}
