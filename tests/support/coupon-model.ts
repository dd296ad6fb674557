/** The state machine of api.md written a second time, as plainly as can be: what the product is held against. */

export type Who = 'admin' | 'manager' | 'staff' | 'colleague' | 'customer' | 'other'
export type Verb = 'assign' | 'lock' | 'extend' | 'hand-over' | 'unlock' | 'redeem' | 'void' | 'time-passes'

export interface ModelCoupon {
  limit: number | null
  requireLock: boolean
  paper: boolean
  state: 'UNASSIGNED' | 'ASSIGNED' | 'REDEEMED' | 'VOID'
  owner: Who | 'walk-in' | null
  holder: Who | null
  uses: number
}

export const newCoupon = (rules: Partial<ModelCoupon> = {}): ModelCoupon => ({
  limit: 1,
  requireLock: false,
  paper: false,
  state: 'UNASSIGNED',
  owner: null,
  holder: null,
  uses: 0,
  ...rules,
})

const isStaff = (who: Who): boolean => who !== 'customer' && who !== 'other'
const isManager = (who: Who): boolean => who === 'admin' || who === 'manager'

/** What the API must answer to `who` doing `verb`: `ok`, or the code of its refusal. Changes the model where it is `ok`. */
export function expectAnswer(coupon: ModelCoupon, who: Who, verb: Verb): string {
  if (verb === 'time-passes') {
    coupon.holder = null
    return 'ok'
  }
  if (['assign', 'extend', 'hand-over'].includes(verb) && !isStaff(who)) return 'forbidden'
  if (verb === 'void' && !isManager(who)) return 'forbidden'
  if (!isStaff(who) && coupon.owner !== who) return 'coupon_not_found'
  return answers[verb](coupon, who)
}

const voided = (coupon: ModelCoupon): boolean => coupon.state === 'VOID'

/** Somebody else's lock keeps out, unless it is the owner's own, as a customer, and staff come. */
function keptOut(coupon: ModelCoupon, who: Who): boolean {
  if (coupon.holder === null || coupon.holder === who) return false
  const ownersOwn = coupon.holder === coupon.owner && !isStaff(coupon.holder)
  return !(ownersOwn && isStaff(who))
}

const usedUp = (coupon: ModelCoupon): boolean => coupon.limit !== null && coupon.uses >= coupon.limit
const unowned = (coupon: ModelCoupon): boolean => coupon.owner === null && !coupon.paper

const answers: Record<Exclude<Verb, 'time-passes'>, (coupon: ModelCoupon, who: Who) => string> = {
  assign: (coupon, who) => {
    if (voided(coupon)) return 'coupon_void'
    if (keptOut(coupon, who)) return 'coupon_locked'
    if (coupon.owner !== null) return 'coupon_already_assigned'
    coupon.owner = 'customer'
    coupon.state = 'ASSIGNED'
    return 'ok'
  },
  lock: (coupon, who) => {
    if (voided(coupon)) return 'coupon_void'
    if (keptOut(coupon, who)) return 'coupon_locked'
    if (usedUp(coupon)) return 'redemption_limit_reached'
    if (unowned(coupon)) return 'coupon_not_assigned'
    coupon.holder = who
    return 'ok'
  },
  extend: (coupon, who) => {
    if (voided(coupon)) return 'coupon_void'
    if (keptOut(coupon, who)) return 'coupon_locked'
    return coupon.holder === who ? 'ok' : 'lock_required'
  },
  'hand-over': (coupon, who) => {
    const answer = answers.extend(coupon, who)
    if (answer === 'ok') coupon.holder = 'colleague'
    return answer
  },
  unlock: (coupon, who) => {
    if (keptOut(coupon, who) && !isManager(who)) return 'coupon_locked'
    coupon.holder = null
    return 'ok'
  },
  redeem: (coupon, who) => {
    if (voided(coupon)) return 'coupon_void'
    if (keptOut(coupon, who)) return 'coupon_locked'
    if (coupon.requireLock && coupon.holder !== who) return 'lock_required'
    if (usedUp(coupon)) return 'redemption_limit_reached'
    if (unowned(coupon)) return 'coupon_not_assigned'
    coupon.owner ??= 'walk-in'
    coupon.state = 'REDEEMED'
    coupon.holder = null
    coupon.uses += 1
    return 'ok'
  },
  void: (coupon, who) => {
    if (voided(coupon)) return 'coupon_void'
    if (keptOut(coupon, who)) return 'coupon_locked'
    coupon.state = 'VOID'
    coupon.holder = null
    return 'ok'
  },
}
