import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  countOf,
  expectAnswer,
  newCoupon,
  spokenOf,
  type CouponVerb,
  type ModelCoupon,
  type RuleVerb,
  type UndoVerb,
  type Verb,
  type Who,
} from '../support/coupon-model.ts'
import { expectInvariants } from '../support/invariants.ts'
import type { Account, Reply } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(async () => {
  await shop.close()
})

const everyone: Who[] = ['admin', 'manager', 'staff', 'colleague', 'customer', 'other']
const couponVerbs: CouponVerb[] = ['assign', 'lock', 'extend', 'hand-over', 'unlock', 'redeem', 'void']
const undoVerbs: UndoVerb[] = ['undo', 'undo-and-void', 'ask-undo', 'grant-undo', 'refuse-undo']
const rules: Record<RuleVerb, object> = {
  'two-uses': { allow_multi_redemption: true, max_redemptions_per_user: 2 },
  'one-use': { allow_multi_redemption: false },
  'lock-needed': { require_lock: true },
  'switch-off': { is_active: false },
  'switch-on': { is_active: true },
}
const ruleVerbs = Object.keys(rules) as RuleVerb[]
const isRule = (verb: Verb): verb is RuleVerb => verb in rules
const isUndo = (verb: Verb): verb is UndoVerb => undoVerbs.some((one) => one === verb)

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

/** One coupon in a book of its own, and the ids of its uses and of the wishes to undo them, in their order. */
interface Subject {
  book: number
  code: string
  uses: number[]
  wishes: number[]
  customers: Customers
}

const NOBODYS = 999_999

async function perform(subject: Subject, who: Who, verb: Verb, useAt: number): Promise<string> {
  if (verb === 'time-passes') {
    await shop.server.sql(LET_LOCK_RUN_OUT, [subject.code])
    return 'ok'
  }
  const account = { ...shop, ...subject.customers, admin: shop.server.admin }[who]
  const reply = await send(subject, account, verb, useAt)
  if (reply.status >= 300) return String(reply.body.code)
  if (verb === 'redeem') subject.uses.push(reply.body.redemption.id as number)
  if (verb === 'ask-undo') subject.wishes.push(reply.body.id as number)
  return 'ok'
}

function send(
  subject: Subject,
  as: Account,
  verb: CouponVerb | UndoVerb | RuleVerb,
  useAt: number,
): Promise<Reply> {
  const { book, code, uses, wishes, customers } = subject
  if (isRule(verb)) return shop.server.request('PATCH', `/books/${String(book)}`, { as, body: rules[verb] })
  if (isUndo(verb)) {
    const [path, body] = undoings[verb](uses[useAt] ?? NOBODYS, wishes.at(-1) ?? NOBODYS)
    return shop.server.request('POST', path, { as, body })
  }
  const bodies: Partial<Record<CouponVerb, object>> = {
    assign: { user_id: customers.customer.id },
    'hand-over': { to_user_id: shop.colleague.id },
    void: { reason: 'model' },
  }
  return shop.act(as, verb, code, bodies[verb])
}

const reason = 'model'
const undoings: Record<UndoVerb, (use: number, wish: number) => [string, object]> = {
  undo: (use) => [`/redemptions/${String(use)}/rollback`, { reason, disposition: 'return' }],
  'undo-and-void': (use) => [`/redemptions/${String(use)}/rollback`, { reason, disposition: 'void' }],
  'ask-undo': (use) => [`/redemptions/${String(use)}/undo-request`, { reason }],
  'grant-undo': (_, wish) => [
    `/undo-requests/${String(wish)}/decide`,
    { decision: 'grant', disposition: 'return' },
  ],
  'refuse-undo': (_, wish) => [`/undo-requests/${String(wish)}/decide`, { decision: 'refuse' }],
}

async function shown(code: string): Promise<object> {
  const { body } = await shop.get(shop.staff, `/coupons/${code}`)
  return {
    state: body.state as string,
    redemption_count: body.redemption_count as number,
    remaining_redemptions: body.remaining_redemptions as number | null,
    owned: body.assigned_user_id !== null,
  }
}

const expected = (model: ModelCoupon): object => ({
  state: model.holder === null ? model.state : 'LOCKED',
  redemption_count: countOf(model),
  remaining_redemptions: model.limit === null ? null : Math.max(0, model.limit - countOf(model)),
  owned: model.owner !== null,
})

// What a customer may not see counts as a failed look-up, of which nobody has more than twenty a minute: each run has people of
// its own, and no more steps than that.
const newCustomers = async (): Promise<Customers> => ({
  customer: await shop.server.account('customer'),
  other: await shop.server.account('customer'),
})

const by = (people: Who[], verbs: Verb[]) =>
  fc.record({ who: fc.constantFrom(...people), verb: fc.constantFrom(...verbs) })

const step = fc.oneof(
  { weight: 2, arbitrary: by(everyone, [...couponVerbs, ...undoVerbs, ...ruleVerbs, 'time-passes']) },
  { weight: 4, arbitrary: by(everyone, ['assign', 'lock', 'redeem', 'unlock', 'time-passes', 'hand-over']) },
  {
    weight: 3,
    arbitrary: by(['manager', 'staff'], [...undoVerbs, 'ask-undo', 'redeem', 'switch-on', 'switch-off']),
  },
)

// By chance alone few would come as far as a use that can be undone, and fewer to one of two, or to more uses than are allowed by now.
const once = [
  { who: 'staff', verb: 'lock' },
  { who: 'staff', verb: 'redeem' },
] as const
const twice = [
  { who: 'staff', verb: 'assign' },
  { who: 'manager', verb: 'two-uses' },
  ...once,
  ...once,
] as const
const opening = fc.constantFrom<{ who: Who; verb: Verb }[]>(
  [],
  [{ who: 'staff', verb: 'assign' }, ...once],
  [...twice],
  [...twice, { who: 'manager', verb: 'one-use' }],
)

test.each(Object.entries(kinds))(
  'P15: whatever is done in whatever order, the API and the model never disagree: %s',
  async (_name, { rules, model: start }) => {
    const property = fc.asyncProperty(
      opening,
      fc.array(step, { minLength: 5, maxLength: 17 }),
      async (first, then) => {
        const book = await shop.book(rules)
        const [code = ''] = await shop.codes(book, 1)
        const subject: Subject = { book, code, uses: [], wishes: [], customers: await newCustomers() }
        const model = newCoupon(start)
        const done: string[] = []
        for (const { who, verb } of [...first, ...then]) {
          const useAt = spokenOf(model)
          const answer = expectAnswer(model, who, verb)
          done.push(`${who} ${verb}: ${answer}`)
          expect(await perform(subject, who, verb, useAt), done.join('\n')).toBe(answer)
          expect(await shown(code), done.join('\n')).toEqual(expected(model))
        }
      },
    )
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
