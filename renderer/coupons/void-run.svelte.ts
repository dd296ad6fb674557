import { voidCoupon } from '../../server/contracts/coupons.ts'
import { newActionKey } from '../api/action-key.ts'
import { call } from '../api/client.ts'
import { ApiError, tellsNothing } from '../api/errors.ts'
import { action, type Action } from '../state/action.svelte.ts'

/** A coupon that could not be voided, and why. */
export interface RefusedCoupon {
  code: string
  error: ApiError
}

/** Coupons that are voided one after the other, and how far that is. */
export interface VoidRun extends Pick<Action<[]>, 'busy' | 'error' | 'fields'> {
  readonly total: number
  readonly voided: number
  readonly refused: readonly RefusedCoupon[]
  /** Those that have not been asked for, or whose answer has not come. */
  readonly rest: readonly string[]
  readonly stopping: boolean
  /** Voids these, all for one reason. */
  begin: (codes: readonly string[], reason: string) => Promise<void>
  /** Goes on with the rest, where it was stopped or failed. */
  goOn: () => Promise<void>
  /** Ends it after the coupon that is being voided. */
  stop: () => void
  /** Forgets how the last one went. */
  clear: () => void
}

interface Handed {
  /** Whether the question is open in which it is told how it goes. */
  isOpen: () => boolean
  onVoided: (code: string) => void
}

/**
 * Voids coupons one after the other, each by an idempotency key of its own. What the rules refuse of one is noted, and it goes on with
 * the next; at anything else it ends, and can go on: a coupon whose answer was lost is asked for by its key again, and voided once. It
 * ends when the component is left. To be called while a component is set up.
 */
export function voidRun({ isOpen, onVoided }: Handed): VoidRun {
  let total = $state(0)
  let voided = $state(0)
  let refused: RefusedCoupon[] = $state.raw([])
  let rest: readonly string[] = $state.raw([])
  let stopping = $state(false)
  let reason = ''
  /** Of those whose answer was lost. */
  const keys = new Map<string, string>()

  const work = action(
    async () => {
      stopping = false
      for (let code = rest[0]; code !== undefined && !stopping; code = rest[0]) {
        await voidOne(code)
        rest = rest.slice(1)
      }
    },
    { isOpen },
  )

  async function voidOne(code: string): Promise<void> {
    const idempotencyKey = keys.get(code) ?? newActionKey()
    keys.set(code, idempotencyKey)
    try {
      await call(voidCoupon, { params: { code }, body: { reason }, idempotencyKey })
      voided += 1
      onVoided(code)
    } catch (error) {
      if (tellsNothing(error)) throw error
      keys.delete(code)
      if (!isOfCoupon(error)) throw error
      refused = [...refused, { code, error }]
    }
    keys.delete(code)
  }

  $effect(() => stop)

  function stop(): void {
    stopping = true
  }

  function clear(): void {
    ;[total, voided, refused, rest] = [0, 0, [], []]
  }

  async function goOn(): Promise<void> {
    await work.run()
  }

  return {
    get busy() {
      return work.busy
    },
    get error() {
      return work.error
    },
    get fields() {
      return work.fields
    },
    get total() {
      return total
    },
    get voided() {
      return voided
    },
    get refused() {
      return refused
    },
    get rest() {
      return rest
    },
    get stopping() {
      return stopping
    },
    begin: (codes, why) => {
      // A key stands for what was asked by it, reason and all.
      if (why !== reason) keys.clear()
      clear()
      ;[total, rest, reason] = [codes.length, codes, why]
      return goOn()
    },
    goOn,
    stop,
    clear,
  }
}

function isOfCoupon(error: unknown): error is ApiError {
  return error instanceof ApiError && voidCoupon.problems.some((code) => code === error.code)
}
