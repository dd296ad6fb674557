/** The three critical operations, called directly and over HTTP. Each call is a request of one. */
import { Agent, request } from 'node:http'
import { json } from 'node:stream/consumers'
import { drawCoupons } from '../server/coupons/assign-random.ts'
import { keyOf } from '../server/contracts/code-key.ts'
import { lockCoupons } from '../server/coupons/lock.ts'
import { redeemCoupons } from '../server/coupons/redeem.ts'
import { transaction } from '../server/db/transaction.ts'
import type { Outcome } from '../server/errors.ts'
import type { Stand } from './stand.ts'

export interface Level {
  name: string
  /** Gives the user a free coupon; answers its code. */
  assign: (userId: number) => Promise<string>
  lock: (code: string) => Promise<void>
  redeem: (code: string) => Promise<void>
  close: () => void
}

/** In this process: the operation in its transaction, with its audit event, without HTTP. */
export function operationLevel({ db, admin: actor, bookId }: Stand): Level {
  const by = { actor, trace: { actorId: actor.id, till: 'Bench', requestId: 'bench' } }
  return {
    name: 'operation',
    assign: async (userId) => {
      const asked = [{ bookId, userId, count: 1, ...by }]
      const outcomes = await transaction(db, (tx, attempt) => drawCoupons(tx, asked, attempt))
      return only(outcomes)[0]?.code ?? ''
    },
    lock: async (code) => {
      only(await transaction(db, (tx) => lockCoupons(tx, [{ key: keyOf(code), ...by }])))
    },
    redeem: async (code) => {
      only(await transaction(db, (tx, attempt) => redeemCoupons(tx, [{ key: keyOf(code), ...by }], attempt)))
    },
    close: () => undefined,
  }
}

function only<T>([outcome]: Outcome<T>[]): T {
  if (!outcome?.ok) throw new Error(`an operation was refused: ${outcome?.refusal.code ?? 'nothing came'}`)
  return outcome.value
}

/** Against the program in its own process, over connections that stay open, without idempotency keys. */
export function httpLevel({ url, token, bookId }: Stand): Level {
  const agent = new Agent({ keepAlive: true })
  const post = async (path: string, body: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body)
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        'x-till': 'Bench',
      }
      const call = request(`${url}/api/v1/coupons/${path}`, { method: 'POST', agent, headers }, (reply) => {
        json(reply).then((value) => {
          if (reply.statusCode === 200) resolve(value)
          else reject(new Error(`${path} answered ${String(reply.statusCode)}: ${JSON.stringify(value)}`))
        }, reject)
      })
      call.on('error', reject)
      call.end(text)
    })
  return {
    name: 'HTTP',
    assign: async (userId) => {
      const reply = (await post('assign/random', { book_id: bookId, user_id: userId })) as {
        coupons: { code: string }[]
      }
      return reply.coupons[0]?.code ?? ''
    },
    lock: async (code) => {
      await post(`lock/${code}`, {})
    },
    redeem: async (code) => {
      await post(`redeem/${code}`, {})
    },
    close: () => {
      agent.destroy()
    },
  }
}
