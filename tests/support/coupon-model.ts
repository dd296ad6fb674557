/** The state machine of api.md written a second time, as plainly as can be: what the product is held against. */

export type Who = 'admin' | 'manager' | 'staff' | 'colleague' | 'customer' | 'other'
/** What is done with a coupon itself, at `/coupons/<verb>/:code`. */
export type CouponVerb = 'assign' | 'lock' | 'extend' | 'hand-over' | 'unlock' | 'redeem' | 'void'
/** What is done with its last use that counts, or with the last wish to undo one. */
export type UndoVerb = 'undo' | 'undo-and-void' | 'ask-undo' | 'grant-undo' | 'refuse-undo'
/** A change of the rules of its book. */
export type RuleVerb = 'two-uses' | 'one-use' | 'lock-needed' | 'switch-off' | 'switch-on'
export type Verb = CouponVerb | UndoVerb | RuleVerb | 'time-passes'

interface Use {
  isUndone: boolean
}

export interface ModelCoupon {
  limit: number | null
  requireLock: boolean
  paper: boolean
  /** Its book, as `is_active` says. */
  isOn: boolean
  state: 'UNASSIGNED' | 'ASSIGNED' | 'REDEEMED' | 'VOID'
  owner: Who | 'walk-in' | null
  holder: Who | null
  uses: Use[]
  wishes: { use: Use; isOpen: boolean }[]
}

export const newCoupon = (rules: Partial<ModelCoupon> = {}): ModelCoupon => ({
  limit: 1,
  requireLock: false,
  paper: false,
  isOn: true,
  state: 'UNASSIGNED',
  owner: null,
  holder: null,
  uses: [],
  wishes: [],
  ...rules,
})

const isStaff = (who: Who): boolean => who !== 'customer' && who !== 'other'
const isManager = (who: Who): boolean => who === 'admin' || who === 'manager'

const forStaff = new Set<Verb>(['assign', 'extend', 'hand-over', 'ask-undo'])
const forManagers = new Set<Verb>([
  ...(['void', 'undo', 'undo-and-void', 'grant-undo', 'refuse-undo'] as const),
  ...(['two-uses', 'one-use', 'lock-needed', 'switch-off', 'switch-on'] as const),
])

/** What the API must answer to `who` doing `verb`: `ok`, or the code of its refusal. Changes the model where it is `ok`. */
export function expectAnswer(coupon: ModelCoupon, who: Who, verb: Verb): string {
  if (forStaff.has(verb) && !isStaff(who)) return 'forbidden'
  if (forManagers.has(verb) && !isManager(who)) return 'forbidden'
  if (verb !== 'time-passes' && !isStaff(who) && coupon.owner !== who) return 'coupon_not_found'
  return answers[verb](coupon, who)
}

/** The uses that count. */
export const countOf = (coupon: ModelCoupon): number => coupon.uses.filter((use) => !use.isUndone).length

/** Which use is spoken of: the last that counts, else the last; -1 where there is none. */
export function spokenOf({ uses }: ModelCoupon): number {
  const counting = uses.findLastIndex((use) => !use.isUndone)
  return counting === -1 ? uses.length - 1 : counting
}

const voided = (coupon: ModelCoupon): boolean => coupon.state === 'VOID'

/** 410, as far as there is one. */
function gone(coupon: ModelCoupon): string | undefined {
  if (voided(coupon)) return 'coupon_void'
  return coupon.isOn ? undefined : 'book_inactive'
}

function undo(coupon: ModelCoupon, who: Who, use: Use | undefined, isVoiding: boolean): string {
  if (use === undefined) return 'redemption_not_found'
  if (voided(coupon) && !isVoiding) return 'coupon_void'
  if (keptOut(coupon, who)) return 'coupon_locked'
  if (use.isUndone) return 'already_rolled_back'
  use.isUndone = true
  coupon.state = countOf(coupon) > 0 ? 'REDEEMED' : 'ASSIGNED'
  if (isVoiding) Object.assign(coupon, { state: 'VOID', holder: null })
  for (const wish of coupon.wishes) if (wish.use === use) wish.isOpen = false
  return 'ok'
}

const rule =
  (rules: Partial<ModelCoupon>) =>
  (coupon: ModelCoupon): string => {
    Object.assign(coupon, rules)
    return 'ok'
  }

/** Somebody else's lock keeps out, unless it is the owner's own, as a customer, and staff come. */
function keptOut(coupon: ModelCoupon, who: Who): boolean {
  if (coupon.holder === null || coupon.holder === who) return false
  const ownersOwn = coupon.holder === coupon.owner && !isStaff(coupon.holder)
  return !(ownersOwn && isStaff(who))
}

const usedUp = (coupon: ModelCoupon): boolean => coupon.limit !== null && countOf(coupon) >= coupon.limit
const unowned = (coupon: ModelCoupon): boolean => coupon.owner === null && !coupon.paper

const answers: Record<Verb, (coupon: ModelCoupon, who: Who) => string> = {
  'time-passes': rule({ holder: null }),
  assign: (coupon, who) => {
    const over = gone(coupon)
    if (over !== undefined) return over
    if (keptOut(coupon, who)) return 'coupon_locked'
    if (coupon.owner !== null) return 'coupon_already_assigned'
    coupon.owner = 'customer'
    coupon.state = 'ASSIGNED'
    return 'ok'
  },
  lock: (coupon, who) => {
    const over = gone(coupon)
    if (over !== undefined) return over
    if (keptOut(coupon, who)) return 'coupon_locked'
    if (usedUp(coupon)) return 'redemption_limit_reached'
    if (unowned(coupon)) return 'coupon_not_assigned'
    coupon.holder = who
    return 'ok'
  },
  extend: (coupon, who) => {
    const over = gone(coupon)
    if (over !== undefined) return over
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
    const over = gone(coupon)
    if (over !== undefined) return over
    if (keptOut(coupon, who)) return 'coupon_locked'
    if (coupon.requireLock && coupon.holder !== who) return 'lock_required'
    if (usedUp(coupon)) return 'redemption_limit_reached'
    if (unowned(coupon)) return 'coupon_not_assigned'
    coupon.owner ??= 'walk-in'
    coupon.state = 'REDEEMED'
    coupon.holder = null
    coupon.uses.push({ isUndone: false })
    return 'ok'
  },
  void: (coupon, who) => {
    if (voided(coupon)) return 'coupon_void'
    if (keptOut(coupon, who)) return 'coupon_locked'
    coupon.state = 'VOID'
    coupon.holder = null
    return 'ok'
  },
  undo: (coupon, who) => undo(coupon, who, coupon.uses[spokenOf(coupon)], false),
  'undo-and-void': (coupon, who) => undo(coupon, who, coupon.uses[spokenOf(coupon)], true),
  'ask-undo': (coupon) => {
    const use = coupon.uses[spokenOf(coupon)]
    if (use === undefined) return 'redemption_not_found'
    if (use.isUndone) return 'already_rolled_back'
    if (coupon.wishes.some((wish) => wish.use === use && wish.isOpen)) return 'invalid_state'
    coupon.wishes.push({ use, isOpen: true })
    return 'ok'
  },
  'grant-undo': (coupon, who) => {
    const wish = coupon.wishes.at(-1)
    if (wish === undefined) return 'not_found'
    return wish.isOpen ? undo(coupon, who, wish.use, false) : 'invalid_state'
  },
  'refuse-undo': (coupon) => {
    const wish = coupon.wishes.at(-1)
    if (wish === undefined) return 'not_found'
    if (!wish.isOpen) return 'invalid_state'
    wish.isOpen = false
    return 'ok'
  },
  'two-uses': rule({ limit: 2 }),
  'one-use': rule({ limit: 1 }),
  'lock-needed': rule({ requireLock: true }),
  'switch-off': rule({ isOn: false }),
  'switch-on': rule({ isOn: true }),
}
