import { z } from 'zod'
import { contract } from './contract.ts'
import { coupon, couponEvent, couponState, couponWithVerdict, redeemed } from './coupon-resource.ts'
import { id, idText, jobIdText, line, metadata, pageOf, paging, search } from './fields.ts'

// Whatever text is scanned is looked up; one that cannot be a code is simply not found.
const byCode = z.strictObject({ code: z.string() })
const lockSeconds = z.int().min(1).max(3600)
const bookProblems = ['book_expired', 'book_inactive', 'book_not_started'] as const

export const listCoupons = contract({
  id: 'listCoupons',
  method: 'GET',
  path: '/coupons',
  summary: 'List coupons; `q` is a code’s beginning, or the owner’s e-mail or name. A customer sees its own',
  role: 'customer',
  query: z.strictObject({
    ...paging,
    book_id: idText.optional(),
    state: couponState.optional(),
    user_id: idText.optional(),
    job_id: jobIdText.optional(),
    q: search.optional(),
  }),
  reply: pageOf(coupon),
})

export const listBookCoupons = contract({
  id: 'listBookCoupons',
  method: 'GET',
  path: '/books/:id/coupons',
  summary: 'The coupons of a book',
  role: 'staff',
  params: z.strictObject({ id: idText }),
  query: z.strictObject({
    ...paging,
    state: couponState.optional(),
    job_id: jobIdText.optional(),
    q: search.optional(),
  }),
  reply: pageOf(coupon),
  problems: ['book_not_found'],
})

/** A person's coupons and how many there are in each state. */
export const userCoupons = pageOf(coupon).extend({
  counts: z.object({ ASSIGNED: z.int(), LOCKED: z.int(), REDEEMED: z.int(), VOID: z.int() }),
})

const userCouponsQuery = z.strictObject({
  ...paging,
  book_id: idText.optional(),
  state: couponState.optional(),
})

export const listUserCoupons = contract({
  id: 'listUserCoupons',
  method: 'GET',
  path: '/users/:id/coupons',
  summary: 'A user’s coupons',
  role: 'customer',
  params: z.strictObject({ id: idText }),
  query: userCouponsQuery,
  reply: userCoupons,
  problems: ['user_not_found'],
})

export const listMyCoupons = contract({
  id: 'listMyCoupons',
  method: 'GET',
  path: '/users/me/coupons',
  summary: 'Your coupons',
  role: 'customer',
  query: userCouponsQuery,
  reply: userCoupons,
})

export const getCoupon = contract({
  id: 'getCoupon',
  method: 'GET',
  path: '/coupons/:code',
  summary: 'One coupon, and whether you could redeem it now',
  role: 'customer',
  params: byCode,
  reply: couponWithVerdict,
  problems: ['coupon_not_found', 'too_many_requests'],
})

export const getCouponHistory = contract({
  id: 'getCouponHistory',
  method: 'GET',
  path: '/coupons/:code/history',
  summary: 'Every event of a coupon, newest first',
  role: 'customer',
  params: byCode,
  query: z.strictObject(paging),
  reply: pageOf(couponEvent),
  problems: ['coupon_not_found', 'too_many_requests'],
})

export const listLocks = contract({
  id: 'listLocks',
  method: 'GET',
  path: '/locks',
  summary: 'The live locks, the one that ends first at the top',
  role: 'staff',
  query: z.strictObject(paging),
  reply: pageOf(coupon),
})

const randomBody = z.strictObject({ book_id: id, user_id: id, count: z.int().min(1).max(100).default(1) })
const assigned = z.object({ assigned_count: z.int(), coupons: z.array(coupon) })
const randomProblems = [
  'book_not_found',
  'user_not_found',
  ...bookProblems,
  'assignment_limit_reached',
  'book_exhausted',
  'not_enough_codes',
] as const

export const assignRandom = contract({
  id: 'assignRandom',
  method: 'POST',
  path: '/coupons/assign/random',
  summary: 'Give a user free coupons of a book, drawn by chance; all or none',
  role: 'customer',
  body: randomBody,
  reply: assigned,
  problems: randomProblems,
  idempotent: true,
})

export const assign = contract({ ...assignRandom, id: 'assign', path: '/coupons/assign' })

export const assignCode = contract({
  id: 'assignCode',
  method: 'POST',
  path: '/coupons/assign/:code',
  summary: 'Give a user this coupon',
  role: 'staff',
  params: byCode,
  body: z.strictObject({ user_id: id }),
  reply: coupon,
  problems: [
    'coupon_not_found',
    'user_not_found',
    'coupon_void',
    ...bookProblems,
    'coupon_locked',
    'assignment_limit_reached',
    'coupon_already_assigned',
  ],
  idempotent: true,
})

export const lockCoupon = contract({
  id: 'lockCoupon',
  method: 'POST',
  path: '/coupons/lock/:code',
  summary: 'Lock a coupon that could be redeemed; the same holder gets the same lock again',
  role: 'customer',
  params: byCode,
  body: z.strictObject({ user_id: id.optional(), lock_duration_seconds: lockSeconds.optional() }),
  reply: coupon,
  problems: [
    'coupon_not_found',
    'coupon_void',
    ...bookProblems,
    'coupon_locked',
    'not_coupon_owner',
    'redemption_limit_reached',
    'coupon_not_assigned',
  ],
  idempotent: true,
})

export const extendLock = contract({
  id: 'extendLock',
  method: 'POST',
  path: '/coupons/extend/:code',
  summary: 'Let your lock run on: from now for the time asked, never shorter than it was',
  role: 'staff',
  params: byCode,
  body: z.strictObject({ lock_duration_seconds: lockSeconds.optional() }),
  reply: coupon,
  problems: ['coupon_not_found', 'coupon_void', ...bookProblems, 'coupon_locked', 'lock_required'],
  idempotent: true,
})

export const handOverLock = contract({
  id: 'handOverLock',
  method: 'POST',
  path: '/coupons/hand-over/:code',
  summary: 'Make a colleague the holder of your lock',
  role: 'staff',
  params: byCode,
  body: z.strictObject({ to_user_id: id }),
  reply: coupon,
  problems: [
    'coupon_not_found',
    'user_not_found',
    'coupon_void',
    ...bookProblems,
    'coupon_locked',
    'lock_required',
  ],
  idempotent: true,
})

export const unlockCoupon = contract({
  id: 'unlockCoupon',
  method: 'POST',
  path: '/coupons/unlock/:code',
  summary: 'Let a lock go; a manager may release anyone’s',
  role: 'customer',
  params: byCode,
  reply: coupon,
  problems: ['coupon_not_found', 'coupon_locked'],
  idempotent: true,
})

export const redeemCoupon = contract({
  id: 'redeemCoupon',
  method: 'POST',
  path: '/coupons/redeem/:code',
  summary: 'Redeem a coupon once',
  role: 'customer',
  params: byCode,
  body: z.strictObject({ user_id: id.optional(), metadata: metadata.optional() }),
  reply: redeemed,
  problems: [
    'coupon_not_found',
    'user_not_found',
    'coupon_void',
    ...bookProblems,
    'coupon_locked',
    'not_coupon_owner',
    'lock_required',
    'redemption_limit_reached',
    'coupon_not_assigned',
    'assignment_limit_reached',
  ],
  idempotent: true,
})

export const voidCoupon = contract({
  id: 'voidCoupon',
  method: 'POST',
  path: '/coupons/void/:code',
  summary: 'Take a coupon out of use for good',
  role: 'manager',
  params: byCode,
  body: z.strictObject({ reason: line(500) }),
  reply: coupon,
  problems: ['coupon_not_found', 'coupon_void', 'coupon_locked'],
  idempotent: true,
})
