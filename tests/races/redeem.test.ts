import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { onlyOne } from '../../server/coupons/act-on-coupons.ts'
import { assignCodes } from '../../server/coupons/assign-code.ts'
import { keyOf } from '../../server/contracts/code-key.ts'
import { lockCoupons } from '../../server/coupons/lock.ts'
import { redeemCoupons } from '../../server/coupons/redeem.ts'
import { query } from '../../server/db/query.ts'
import { transaction } from '../../server/db/transaction.ts'
import type { Actor } from '../../server/http/context.ts'
import { gate, untilWaiting } from '../support/gate.ts'
import { expectInvariants } from '../support/invariants.ts'
import { createStore, traceOf, type Store } from '../support/store.ts'

let store: Store

beforeEach(async () => {
  store = await createStore()
})

afterEach(async () => {
  await store.close()
})

const patient = { deadlineMs: 60_000 }

/** Redeems a list in one transaction; answers what became of each. */
async function redeemList(actor: Actor, codes: string[], hold?: () => Promise<void>): Promise<string[]> {
  const requests = codes.map((code) => ({ key: keyOf(code), actor, trace: traceOf(actor) }))
  const outcomes = await transaction(
    store.db,
    async (tx, attempt) => {
      const redeemed = await redeemCoupons(tx, requests, attempt)
      await hold?.()
      return redeemed
    },
    patient,
  )
  return outcomes.map((outcome) => (outcome.ok ? 'redeemed' : outcome.refusal.code))
}

function redeem(actor: Actor, code: string, hold?: () => Promise<void>): Promise<string[]> {
  return redeemList(actor, [code], hold)
}

async function lock(actor: Actor, code: string): Promise<string[]> {
  const request = { key: keyOf(code), actor, trace: traceOf(actor, 'till 1'), seconds: 600 }
  const outcome = onlyOne(await transaction(store.db, (tx) => lockCoupons(tx, [request]), patient))
  return [outcome.ok ? 'locked' : outcome.refusal.code]
}

/** Gives coupons an owner as a list, which is one transaction for all. */
async function assignAll(actor: Actor, codes: string[], owner: Actor): Promise<void> {
  const requests = codes.map((code) => ({ key: keyOf(code), actor, trace: traceOf(actor), userId: owner.id }))
  const outcomes = await transaction(store.db, (tx) => assignCodes(tx, requests), patient)
  expect(outcomes.every((outcome) => outcome.ok)).toBe(true)
}

/** Lets so many clients work through a list of attempts, each taking the next one. */
async function race(attempts: (() => Promise<string[]>)[], clients: number): Promise<Record<string, number>> {
  const answers: Record<string, number> = {}
  const next = attempts.values()
  const client = async (): Promise<void> => {
    for (const attempt of next) {
      for (const answer of await attempt()) answers[answer] = (answers[answer] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return answers
}

function chunks<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
    items.slice(n * size, (n + 1) * size),
  )
}

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

describe('P2: no double redemption', () => {
  test('64 clients make 100,000 attempts on 1,000 codes, singly and in lists that overlap: each is redeemed once', async () => {
    const staff = await store.users(64, 'staff')
    const [owner] = await store.users(1)
    const codes = await store.codes(await store.book(), 1000)
    await assignAll(staff[0], codes, owner)
    const attempts = shuffled(codes.flatMap((code) => Array.from({ length: 100 }, () => code)))
    const lists = chunks(attempts.slice(3_000), 97).concat(chunks(attempts.slice(0, 3_000), 1))
    const answers = await race(
      shuffled(lists).map((list, index) => () => redeemList(staff[index % 64] ?? staff[0], list)),
      64,
    )
    expect(answers).toEqual({ redeemed: 1000, redemption_limit_reached: 99_000 })
    await expectInvariants(store.db)
  })

  test('64 clients make 1,200 attempts on one code with a limit of 1,000: it is redeemed a thousand times', async () => {
    const staff = await store.users(64, 'staff')
    const [owner] = await store.users(1)
    const [code = ''] = await store.codes(await store.book(), 1, { max_redemptions: 1000 })
    await assignAll(staff[0], [code], owner)
    const attempts = Array.from(
      { length: 1200 },
      (_, index) => () => redeem(staff[index % 64] ?? staff[0], code),
    )
    expect(await race(attempts, 64)).toEqual({ redeemed: 1000, redemption_limit_reached: 200 })
    await expectInvariants(store.db)
  })

  test('paper coupons: 32 tills redeem 20 free codes for themselves as walk-ins, each once and with one owner', async () => {
    const staff = await store.users(32, 'staff')
    const codes = await store.codes(await store.book({ redeem_unassigned: true }), 20)
    const attempts = codes.flatMap((code) => staff.map((actor) => () => redeem(actor, code)))
    expect(await race(shuffled(attempts), 64)).toEqual({ redeemed: 20, redemption_limit_reached: 20 * 31 })
    const owners = await query(
      store.db,
      'select distinct u.name from coupons k join users u on u.id = k.assigned_user_id',
    )
    expect(owners).toEqual([{ name: 'Walk-in' }])
    await expectInvariants(store.db)
  })
})

describe('a lock against a redemption', () => {
  test('of 64 tills that want the same coupon one gets the lock, and only its holder redeems', async () => {
    const staff = await store.users(64, 'staff')
    const [owner] = await store.users(1)
    const [code = ''] = await store.codes(await store.book(), 1)
    await assignAll(staff[0], [code], owner)
    expect(
      await race(
        staff.map((actor) => () => lock(actor, code)),
        64,
      ),
    ).toEqual({ locked: 1, coupon_locked: 63 })
    expect(
      await race(
        staff.map((actor) => () => redeem(actor, code)),
        64,
      ),
    ).toMatchObject({ redeemed: 1 })
    await expectInvariants(store.db)
  })

  test('a till that comes while another is just locking waits and is then refused', async () => {
    const [first, second] = await store.users(2, 'staff')
    const [owner] = await store.users(1)
    const [code = ''] = await store.codes(await store.book(), 1)
    await assignAll(first, [code], owner)
    const [used, held] = [gate(), gate()]
    const redeeming = redeem(first, code, () => (used.open(), held.opened))
    await used.opened
    const coming = lock(second!, code)
    await untilWaiting(store.db)
    held.open()
    expect(await redeeming).toEqual(['redeemed'])
    expect(await coming).toEqual(['redemption_limit_reached'])
    await expectInvariants(store.db)
  })

  test('a till that comes while another is just redeeming is told who it was, and where', async () => {
    const [before, first, second] = await store.users(3, 'staff')
    const [owner] = await store.users(1)
    const [code = ''] = await store.codes(await store.book(), 1, { max_redemptions: 2 })
    await assignAll(before, [code], owner)
    await redeem(before, code)
    const [used, held] = [gate(), gate()]
    const at = (actor: Actor, till: string) => [{ key: keyOf(code), actor, trace: traceOf(actor, till) }]
    const redeeming = transaction(
      store.db,
      async (tx, attempt) => {
        const redeemed = onlyOne(await redeemCoupons(tx, at(first!, 'till 1'), attempt))
        used.open()
        await held.opened
        return redeemed
      },
      patient,
    )
    await used.opened
    const coming = transaction(
      store.db,
      (tx, attempt) => redeemCoupons(tx, at(second!, 'till 2'), attempt),
      patient,
    )
    await untilWaiting(store.db)
    held.open()
    const redeemed = await redeeming
    expect(onlyOne(await coming)).toMatchObject({
      refusal: {
        code: 'redemption_limit_reached',
        details: {
          last_redeemed_at: redeemed.ok && redeemed.value.coupon.last_redeemed_at,
          redeemed_by_name: first?.name,
          till: 'till 1',
        },
      },
    })
  })

  test('a lock whose time has passed is no lock, and its end is in the history before the next one', async () => {
    const [first, second] = await store.users(2, 'staff')
    const [owner] = await store.users(1)
    const [code = ''] = await store.codes(await store.book(), 1)
    await assignAll(first, [code], owner)
    await lock(first, code)
    await query(store.db, "update coupons set locked_until = clock_timestamp() - interval '1 microsecond'")
    // The event must tell the same time, or the invariants would rightly object.
    expect(await redeem(second!, code)).toEqual(['redeemed'])
    const actions = await query<{ action: string }>(
      store.db,
      'select action from audit_events where coupon_id is not null order by coupon_version',
    )
    expect(actions.map(({ action }) => action)).toEqual([
      'coupon.assigned',
      'coupon.locked',
      'coupon.lock_expired',
      'coupon.redeemed',
    ])
  })
})
