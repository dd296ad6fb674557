import { requireBook } from '../books/require-book.ts'
import * as codes from '../contracts/codes.ts'
import type { VoidedRest } from '../contracts/codes.ts'
import * as contracts from '../contracts/coupons.ts'
import type { Coupon } from '../contracts/coupon-resource.ts'
import { roleReaches } from '../contracts/contract.ts'
import { done, DomainError, type Outcome } from '../errors.ts'
import type { Call } from '../http/call.ts'
import { idempotentRequestOf } from '../http/idempotency.ts'
import { toReply } from '../http/reply.ts'
import { change, read, stream, type Api } from '../http/route.ts'
import { answerJob } from '../jobs/answer-job.ts'
import { requireUser } from '../users/require-user.ts'
import { onlyOne, type Acted, type CouponRequest } from './act-on-coupons.ts'
import { assignCodes } from './assign-code.ts'
import { drawCoupons } from './assign-random.ts'
import { keyOf } from '../contracts/code-key.ts'
import { toCoupon } from './coupon-record.ts'
import { exportCodes } from './export-codes.ts'
import { extendLocks } from './extend.ts'
import { getCoupon } from './get-coupon.ts'
import { handOverLocks } from './hand-over.ts'
import { getCouponHistory } from './history.ts'
import { listCoupons, listLocks, listUserCoupons } from './list.ts'
import { lockCoupons } from './lock.ts'
import { redeemCoupons } from './redeem.ts'
import { unlockCoupons } from './unlock.ts'
import { brokenOff, sketchVoidRest, voidRest } from './void-book.ts'
import { voidCoupons } from './void.ts'

export function couponRoutes(api: Api): void {
  readingRoutes(api)
  assigningRoutes(api)
  lockingRoutes(api)
  usingRoutes(api)
}

type ByCode = Pick<Call<typeof contracts.getCoupon>, 'params' | 'actor' | 'trace'>

function couponRequest({ params, actor, trace }: ByCode): CouponRequest {
  return { key: keyOf(params.code), actor, trace }
}

function couponReply(outcomes: readonly Outcome<Acted>[]): Outcome<Coupon> {
  const outcome = onlyOne(outcomes)
  return outcome.ok ? done(toCoupon(outcome.value.record)) : outcome
}

function readingRoutes(api: Api): void {
  read(api, contracts.listCoupons, ({ app, actor, query }) => listCoupons(app.db, actor, query))
  read(api, contracts.listLocks, ({ app, actor, query }) => listLocks(app.db, actor, query))

  read(api, contracts.listBookCoupons, async ({ app, actor, params, query }) => {
    await requireBook(app.db, actor, params.id)
    return listCoupons(app.db, actor, { ...query, book_id: params.id })
  })

  stream(api, codes.exportCodes, exportCodes)

  read(api, contracts.listMyCoupons, ({ app, actor, query }) =>
    listUserCoupons(app.db, actor, actor.id, query),
  )

  read(api, contracts.listUserCoupons, async ({ app, actor, params, query }) => {
    if (!roleReaches(actor.role, 'staff') && params.id !== actor.id)
      throw new DomainError('user_not_found', 'There is no such user.')
    await requireUser(app.db, params.id)
    return listUserCoupons(app.db, actor, params.id, query)
  })

  read(api, contracts.getCoupon, ({ app, actor, params }) => getCoupon(app.db, actor, params.code))
  read(api, contracts.getCouponHistory, ({ app, actor, params, query }) =>
    getCouponHistory(app.db, actor, params.code, query),
  )
}

function assigningRoutes(api: Api): void {
  for (const contract of [contracts.assignRandom, contracts.assign])
    change(api, contract, async ({ body, actor, trace }, tx, attempt) => {
      const request = { bookId: body.book_id, userId: body.user_id, count: body.count, actor, trace }
      const outcome = onlyOne(await drawCoupons(tx, [request], attempt))
      if (!outcome.ok) return outcome
      return done({ assigned_count: outcome.value.length, coupons: outcome.value.map(toCoupon) })
    })

  change(api, contracts.assignCode, async (call, tx) =>
    couponReply(await assignCodes(tx, [{ ...couponRequest(call), userId: call.body.user_id }])),
  )
}

function lockingRoutes(api: Api): void {
  change(api, contracts.lockCoupon, async (call, tx) => {
    const { user_id: userId, lock_duration_seconds: seconds } = call.body
    return couponReply(await lockCoupons(tx, [{ ...couponRequest(call), userId, seconds }]))
  })

  change(api, contracts.extendLock, async (call, tx) =>
    couponReply(
      await extendLocks(tx, [{ ...couponRequest(call), seconds: call.body.lock_duration_seconds }]),
    ),
  )

  change(api, contracts.handOverLock, async (call, tx) =>
    couponReply(await handOverLocks(tx, [{ ...couponRequest(call), toUserId: call.body.to_user_id }])),
  )

  change(api, contracts.unlockCoupon, async (call, tx) =>
    couponReply(await unlockCoupons(tx, [couponRequest(call)])),
  )
}

function usingRoutes(api: Api): void {
  change(api, contracts.redeemCoupon, async (call, tx, attempt) => {
    const { user_id: userId, metadata } = call.body
    return onlyOne(await redeemCoupons(tx, [{ ...couponRequest(call), userId, metadata }], attempt))
  })

  change(api, contracts.voidCoupon, async (call, tx) =>
    couponReply(await voidCoupons(tx, [{ ...couponRequest(call), reason: call.body.reason }])),
  )

  stream(api, codes.voidBook, answerVoidRest)
}

async function answerVoidRest(call: Call<typeof codes.voidBook>): Promise<void> {
  const { app, actor, trace, params, body } = call
  const request = { actor, trace, bookId: params.id, reason: body.reason }
  const key = idempotentRequestOf(codes.voidBook, call)
  await answerJob<typeof codes.voidBook, VoidedRest>(call, codes.voidBook, {
    isTrial: false,
    job: (control) => ({
      name: 'voiding',
      key,
      sketch: (tx) => sketchVoidRest(tx, request),
      run: (tx, started) => voidRest(app.db, tx, request, control, started),
      toReply: (outcome) => toReply(codes.voidBook, outcome, trace.requestId),
      couponsTouched: ({ voided }) => voided,
      brokenOff,
    }),
  })
}
