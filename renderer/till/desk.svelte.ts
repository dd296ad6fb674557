import { untrack } from 'svelte'
import type { Coupon, CouponWithVerdict, Redeemed } from '../../server/contracts/coupon-resource.ts'
import {
  assignCode,
  extendLock,
  handOverLock,
  lockCoupon,
  redeemCoupon,
  unlockCoupon,
} from '../../server/contracts/coupons.ts'
import { call } from '../api/client.ts'
import { connection } from '../api/connection.svelte.ts'
import { ApiError, hasNoAnswer, leavesUnknown, tellsNothing } from '../api/errors.ts'
import { action, type Action } from '../state/action.svelte.ts'
import { hearsOfCoupon } from '../state/live.svelte.ts'
import { load, type Loaded } from '../state/load.svelte.ts'
import { session } from '../state/session.svelte.ts'
import { tillName } from '../state/till-name.svelte.ts'
import { toastGood } from '../state/toasts.ts'
import { wordsFor } from '../words/problems.ts'
import { tillWords } from '../words/till.ts'
import { followBookTurn } from '../coupons/book-turn.svelte.ts'
import { lookUp } from '../coupons/look-up.ts'
import { standingOf, type Standing } from './standing.ts'

/** What the big button and Enter do next. */
export interface Step {
  name: 'lock' | 'redeem' | 'askAgain' | 'look' | 'assign'
  run: () => unknown
}

type Ask = (onReplay: () => void) => Promise<Coupon>

/**
 * One scanned code at the till: what it is, and all that can be done with it. One for each scan, made while a component is set up.
 */
export class Desk {
  readonly code: string
  readonly coupon: Loaded<CouponWithVerdict>
  receipt: Redeemed | undefined = $state.raw()
  /** How a lock of mine ended without me: its time was over, or somebody else ended it. */
  lostLock: 'ranOut' | 'released' | undefined = $state()
  /** The card asks to whom the coupon goes. */
  readonly askOwner: () => void
  readonly #changed: () => void
  #left = false
  /** As it was before the last deed: how often it was used; and after: how often the server had come back. */
  #before: { uses: number | undefined; returns: number } = { uses: undefined, returns: 0 }
  /** A hint came while a deed was under way. */
  #heard = false
  /** Until when the lock has me as its holder, by the database's clock. */
  #heldUntil: string | null = null

  readonly lock = action((key: string) =>
    this.#hold((onReplay) =>
      call(lockCoupon, { params: { code: this.code }, body: {}, idempotencyKey: key, onReplay }),
    ),
  )
  readonly extend = action((key: string) =>
    this.#hold((onReplay) =>
      call(extendLock, { params: { code: this.code }, body: {}, idempotencyKey: key, onReplay }),
    ),
  )
  readonly letGo = action((key: string) =>
    call(unlockCoupon, { params: { code: this.code }, idempotencyKey: key }),
  )
  readonly handOver = action((key: string, colleague: number) =>
    call(handOverLock, { params: { code: this.code }, body: { to_user_id: colleague }, idempotencyKey: key }),
  )
  readonly assign = action((key: string, owner: number) =>
    call(assignCode, { params: { code: this.code }, body: { user_id: owner }, idempotencyKey: key }),
  )
  readonly redeem = action(
    async (key: string) => {
      this.receipt = await call(redeemCoupon, { params: { code: this.code }, body: {}, idempotencyKey: key })
      if (this.#left) toastGood(tillWords.receiptNo(this.receipt.redemption.id), this.receipt.code)
    },
    { words: (error) => (this.#isUnsure(error) ? tillWords.unsureLeft(this.code) : wordsFor(error)) },
  )

  readonly #deeds = [this.lock, this.extend, this.letGo, this.handOver, this.assign, this.redeem]

  readonly busy = $derived(this.#deeds.some((deed) => deed.busy))
  /** Why the last deed was refused. */
  readonly refusal = $derived(this.#deeds.map((deed) => deed.error).find((error) => error !== undefined))
  /** Nobody knows whether it was redeemed. */
  unsure = $state(false)
  /** The server is back since, and tells of no use so far. */
  unusedYet = $state(false)
  /** Undefined until the coupon was read. */
  readonly standing: Standing | undefined = $derived.by(() => {
    if (!this.coupon.data) return undefined
    const seen = standingOf(this.coupon.data, session.user?.id)
    return this.lostLock && (seen === 'mine' || seen === 'good') ? this.lostLock : seen
  })
  /** Undefined where there is nothing sensible to do but to scan the next one. */
  readonly next: Step | undefined = $derived.by(() => {
    if (this.receipt) return undefined
    if (this.unsure) return { name: 'askAgain', run: () => this.do(this.redeem) }
    if (!this.coupon.data) return this.failed ? { name: 'look', run: this.coupon.reload } : undefined
    return this.#stepOf(this.standing)
  })
  /** @param told of every change, so that what else is on the screen can follow. */
  constructor(
    code: string,
    told: { changed: () => void; seen: (coupon: Coupon) => void; askOwner: () => void },
  ) {
    this.code = code
    this.askOwner = told.askOwner
    this.#changed = told.changed
    const isAboutIt = hearsOfCoupon(
      () => this.coupon.data?.code ?? code,
      () => this.coupon.data?.book_id,
    )
    this.coupon = load(
      () => code,
      (code, signal) => lookUp(code, signal),
      {
        // What I do myself is read when it is done, and so is what others do meanwhile.
        live: (hint) => {
          if (!isAboutIt(hint)) return false
          this.#heard ||= this.busy
          return !this.busy
        },
        everyMs: 5000,
      },
    )
    followBookTurn(this.coupon)
    $effect(() => {
      const coupon = this.coupon.data
      if (!coupon) return
      untrack(() => {
        this.#noticeLostLock(coupon)
        this.#noticeUndone(coupon)
        this.#settle(coupon)
        told.seen(coupon)
      })
    })
    $effect(() => () => {
      this.#left = true
    })
  }

  /** The look-up itself failed, other than by there being no such coupon. */
  get failed(): boolean {
    const { data, error, loading } = this.coupon
    return !data && error !== undefined && !loading && !this.unknown
  }

  get unknown(): boolean {
    const { error } = this.coupon
    return error instanceof ApiError && error.code === 'coupon_not_found'
  }

  /**
   * Does one thing, unless another is under way. Afterwards the coupon is read again, so that the card says how it stands now; only
   * where a redemption's outcome is unknown the question stays open.
   */
  async do<Args extends unknown[]>(deed: Action<Args>, ...args: Args): Promise<boolean> {
    if (this.busy) return false
    for (const earlier of this.#deeds) earlier.clear()
    this.#heard = false
    const uses = this.coupon.data?.redemption_count
    const done = await deed.run(...args)
    this.#before = { uses: this.unsure ? this.#before.uses : uses, returns: connection.returns }
    const holds = deed === (this.lock as unknown) || deed === (this.extend as unknown)
    this.unsure = this.#isUnsure(this.redeem.error)
    this.unusedYet = false
    if (done) this.lostLock = undefined
    if (done && !holds) this.#heldUntil = null
    this.#changed()
    const isKnown = (done && holds) || this.receipt !== undefined || this.unsure
    if (!isKnown || this.#heard) await this.coupon.reload()
    return done
  }

  /** The time of the lock is over by the countdown; the server is asked, and until it answers the card says so of mine. */
  readonly timeOver = (): void => {
    if (this.standing === 'mine') this.lostLock = 'ranOut'
    void this.coupon.reload()
  }

  /** Back from the receipt to the coupon, which has uses left. */
  async lookAgain(): Promise<void> {
    await this.coupon.reload()
    this.receipt = undefined
  }

  /** Whoever asked once without an answer is told by an answer, and not by a refusal to look. */
  #isUnsure(error: unknown): boolean {
    return leavesUnknown(error) || (this.unsure && tellsNothing(error))
  }

  #stepOf(standing: Standing | undefined): Step | undefined {
    if (standing === 'good' || standing === 'ranOut' || standing === 'released')
      return { name: 'lock', run: () => this.do(this.lock) }
    if (standing === 'mine') return { name: 'redeem', run: () => this.do(this.redeem) }
    if (standing === 'free') return { name: 'assign', run: this.askOwner }
    return standing === 'other' ? { name: 'look', run: this.coupon.reload } : undefined
  }

  // A reply that the server had kept from the first try tells of an older time left.
  async #hold(ask: Ask): Promise<void> {
    let isOld = false
    const askedAt = performance.now()
    const reply = await ask(() => (isOld = true))
    const before = this.coupon.data
    if (isOld || !before) await this.coupon.reload()
    else this.coupon.put({ ...before, ...reply, redeemable: { ok: true } }, askedAt)
  }

  /** A reply did not come. What was read since may tell what happened. */
  #settle(coupon: CouponWithVerdict): void {
    if (this.busy) return
    const isBack = connection.returns > this.#before.returns
    const { uses } = this.#before
    // I used it, here: the same request asked again brings the receipt and does nothing more. Had it never arrived, it would be a use.
    if (this.unsure && coupon.redemption_count !== uses && isMine(coupon)) void this.do(this.redeem)
    else if (this.unsure) this.unusedYet = isBack && coupon.redemption_count === uses
    else if (isBack) for (const deed of this.#deeds) if (hasNoAnswer(deed.error)) deed.clear()
  }

  /** The receipt of a use that was taken back would say of the coupon what is no longer so. */
  #noticeUndone({ version, redemption_count: uses }: CouponWithVerdict): void {
    const { coupon: then } = this.receipt ?? {}
    if (then && version > then.version && uses < then.redemption_count) this.receipt = undefined
  }

  #noticeLostLock(coupon: CouponWithVerdict): void {
    const seen = standingOf(coupon, session.user?.id)
    if (seen === 'mine') [this.#heldUntil, this.lostLock] = [coupon.locked_until, undefined]
    else if (this.#heldUntil !== null && !this.busy && seen === 'good')
      this.lostLock = coupon.server_time < this.#heldUntil ? 'released' : 'ranOut'
  }
}

/** The last use was made by this person at this till. */
function isMine({ last_redemption: last }: CouponWithVerdict): boolean {
  return last?.redeemed_by_name === session.user?.name && (last?.till ?? '') === tillName.value
}
