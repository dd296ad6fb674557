import type { Response } from 'express'
import type { Contract, ReplyOf } from '../contracts/contract.ts'
import { problemTable } from '../contracts/problems.ts'
import type { Outcome } from '../errors.ts'
import type { AppContext } from './context.ts'
import { problem, sendProblem } from './problems.ts'

/** A reply as it was first sent: its status and its exact text. */
export interface StoredReply {
  status: number
  text: string
}

/** An outcome as the text that is stored and sent. */
export function toReply<C extends Contract>(
  contract: C,
  outcome: Outcome<ReplyOf<C>>,
  requestId: string,
): StoredReply {
  if (outcome.ok)
    return { status: contract.status, text: contract.status === 204 ? '' : JSON.stringify(outcome.value) }
  const { code, detail, details } = outcome.refusal
  return {
    status: problemTable[code].status,
    text: JSON.stringify(problem(code, detail, requestId, details)),
  }
}

/** Sends a reply from its stored text, first or again. */
export function sendStored(app: AppContext, contract: Contract, res: Response, reply: StoredReply): void {
  if (reply.status >= 400) {
    const body = JSON.parse(reply.text) as ReturnType<typeof problem>
    sendProblem(res, body)
    return
  }
  if (reply.text === '') {
    res.status(reply.status).end()
    return
  }
  if (app.config.checkReplies) contract.reply.parse(JSON.parse(reply.text))
  res.status(reply.status).type('application/json').send(reply.text)
}

/** Sends a reply that nobody keeps. */
export function send<C extends Contract>(
  app: AppContext,
  contract: C,
  res: Response,
  reply: ReplyOf<C>,
): void {
  sendStored(app, contract, res, {
    status: contract.status,
    text: reply === undefined ? '' : JSON.stringify(reply),
  })
}
