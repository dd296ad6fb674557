import * as contracts from '../contracts/codes.ts'
import type { Generation } from '../contracts/codes.ts'
import { getGeneration, listGenerations as listContract } from '../contracts/generations.ts'
import type { Call } from '../http/call.ts'
import { idempotentRequestOf } from '../http/idempotency.ts'
import { invalidField } from '../http/problems.ts'
import { toReply } from '../http/reply.ts'
import { read, stream, type Api } from '../http/route.ts'
import { answerJob } from '../jobs/answer-job.ts'
import { brokenOff } from './errors.ts'
import { generateCodes, sketchGeneration, type GenerationRequest } from './generate-codes.ts'
import { listGenerations, readGeneration } from './read-generations.ts'

type GenerateCall = Call<typeof contracts.generateCodes>

export function generationRoutes(api: Api): void {
  stream(api, contracts.generateCodes, answerGeneration)

  read(api, listContract, ({ app, actor, query }) => listGenerations(app.db, actor, query))

  read(api, getGeneration, ({ app, actor, params }) => readGeneration(app.db, actor, params.id))
}

async function answerGeneration(call: GenerateCall): Promise<void> {
  const { app, trace } = call
  const request = requestOf(call)
  const key = idempotentRequestOf(contracts.generateCodes, call)
  await answerJob<typeof contracts.generateCodes, Generation>(call, contracts.generateCodes, {
    isTrial: false,
    job: (control) => ({
      name: 'generation',
      key,
      sketch: (tx) => sketchGeneration(tx, request),
      run: (tx, started) => generateCodes(app.db, tx, request, control, started),
      toReply: (outcome) => toReply(contracts.generateCodes, outcome, trace.requestId),
      couponsTouched: ({ codes_created }) => codes_created,
      brokenOff,
    }),
  })
}

/** @throws DomainError `validation_failed` for more codes than a reply can hold. */
function requestOf({ actor, trace, params, query, body }: GenerateCall): GenerationRequest {
  const includeCodes = query.include_codes === true
  if (includeCodes && body.count > contracts.MOST_CODES_IN_REPLY)
    throw invalidField(
      'include_codes',
      `a reply holds ${String(contracts.MOST_CODES_IN_REPLY)} codes at most; export the book for more`,
    )
  return {
    actor,
    trace,
    bookId: params.id,
    count: body.count,
    pattern: body.pattern,
    length: body.length,
    charset: body.charset,
    maxRedemptions: body.max_redemptions ?? null,
    includeCodes,
  }
}
