import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAnswer, newCoupon, type ModelCoupon, type Verb, type Who } from '../support/coupon-model.ts'
import { expectInvariants } from '../support/invariants.ts'
import type { Account } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(async () => {
  await shop.close()
})

const everyone: Who[] = ['admin', 'manager', 'staff', 'colleague', 'customer', 'other']
const verbs: Verb[] = ['assign', 'lock', 'extend', 'hand-over', 'unlock', 'redeem', 'void', 'time-passes']

const kinds = {
  plain: { rules: {}, model: {} },
  'three uses': { rules: { allow_multi_redemption: true, max_redemptions_per_user: 3 }, model: { limit: 3 } },
  'lock required': {
    rules: { require_lock: true, allow_multi_redemption: true },
    model: { requireLock: true, limit: null },
  },
  paper: { rules: { redeem_unassigned: true }, model: { paper: true } },
} satisfies Record<string, { rules: object; model: Partial<ModelCoupon> }>

const LET_LOCK_RUN_OUT = `
  update coupons set locked_until = clock_timestamp() - interval '1 microsecond'
   where code = $1 and locked_until is not null`

type Customers = Record<'customer' | 'other', Account>

async function perform(code: string, who: Who, verb: Verb, customers: Customers): Promise<string> {
  if (verb === 'time-passes') {
    await shop.server.sql(LET_LOCK_RUN_OUT, [code])
    return 'ok'
  }
  const account = { ...shop, ...customers, admin: shop.server.admin }[who]
  const bodies: Partial<Record<Verb, object>> = {
    assign: { user_id: customers.customer.id },
    'hand-over': { to_user_id: shop.colleague.id },
    void: { reason: 'model' },
  }
  const reply = await shop.act(account, verb, code, bodies[verb])
  return reply.status === 200 ? 'ok' : String(reply.body.code)
}

async function shown(code: string): Promise<object> {
  const { body } = await shop.get(shop.staff, `/coupons/${code}`)
  return {
    state: body.state as string,
    redemption_count: body.redemption_count as number,
    owned: body.assigned_user_id !== null,
  }
}

const expected = (model: ModelCoupon): object => ({
  state: model.holder === null ? model.state : 'LOCKED',
  redemption_count: model.uses,
  owned: model.owner !== null,
})

// What a customer may not see counts as a failed look-up, of which nobody has more than twenty a minute: each run has people of
// its own, and no more steps than that.
const newCustomers = async (): Promise<Customers> => ({
  customer: await shop.server.account('customer'),
  other: await shop.server.account('customer'),
})

test.each(Object.entries(kinds))(
  'P15: whatever is done in whatever order, the API and the model never disagree: %s',
  async (_name, { rules, model: start }) => {
    const book = await shop.book(rules)
    const step = fc.record({
      who: fc.constantFrom(...everyone),
      verb: fc.oneof(
        { weight: 1, arbitrary: fc.constantFrom(...verbs) },
        {
          weight: 3,
          arbitrary: fc.constantFrom<Verb>('assign', 'lock', 'redeem', 'unlock', 'time-passes', 'hand-over'),
        },
      ),
    })
    const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 20 }), async (steps) => {
      const customers = await newCustomers()
      const [code = ''] = await shop.codes(book, 1)
      const model = newCoupon(start)
      const done: string[] = []
      for (const { who, verb } of steps) {
        const answer = expectAnswer(model, who, verb)
        done.push(`${who} ${verb}: ${answer}`)
        expect(await perform(code, who, verb, customers), done.join('\n')).toBe(answer)
        expect(await shown(code), done.join('\n')).toEqual(expected(model))
      }
    })
    // A failure prints its seed and the shortest sequence that shows it.
    await fc.assert(property, { numRuns: 12 })
  },
  120_000,
)

test('after all of that every invariant that does not speak of time holds', async () => {
  await shop.server.sql('alter table audit_events disable trigger audit_events_append_only')
  // The locks above ended earlier than their events say, because the test moved their end.
  await shop.server.sql(
    `update audit_events set details = details || '{"seconds": 0}' where details ? 'seconds'`,
  )
  await shop.server.sql(
    `update audit_events set details = details - 'locked_until' where action = 'coupon.lock_handed_over'`,
  )
  await expectInvariants(shop.server.app.db)
})
