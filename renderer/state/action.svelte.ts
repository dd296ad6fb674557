import { newActionKey } from '../api/action-key.ts'
import { isAbort, tellsNothing } from '../api/errors.ts'
import { fieldWords } from '../words/field-messages.ts'

/** One thing a person does that changes something. */
export interface Action<Args extends unknown[]> {
  readonly busy: boolean
  /** Why the last try failed, until the next one or `clear`. */
  readonly error: unknown
  /** The messages for single fields, of a refused form. */
  readonly fields: Record<string, string>
  /** Does it; true when it went well. While it runs, a second call does nothing and is false. */
  run: (...args: Args) => Promise<boolean>
  clear: () => void
}

/**
 * An action with its state: `const lock = action((key, code: string) => call(lockCoupon, { params: { code }, idempotencyKey: key }))`.
 *
 * `work` is handed the action's idempotency key: made when the action begins, kept until an answer tells its outcome and while the
 * arguments are the same, so that pressing the button again never does a thing twice.
 */
export function action<Args extends unknown[]>(
  work: (key: string, ...args: Args) => Promise<unknown>,
): Action<Args> {
  let busy = $state(false)
  let error: unknown = $state.raw()
  let open: { key: string; args: Args } | undefined

  async function run(...args: Args): Promise<boolean> {
    if (busy) return false
    const now = open && sameArgs(open.args, args) ? open : { key: newActionKey(), args }
    ;[busy, error, open] = [true, undefined, now]
    try {
      await work(now.key, ...args)
      open = undefined
      return true
    } catch (failure) {
      if (!tellsNothing(failure)) open = undefined
      if (!isAbort(failure)) error = failure
      return false
    } finally {
      busy = false
    }
  }

  return {
    get busy() {
      return busy
    },
    get error() {
      return error
    },
    get fields() {
      return fieldWords(error)
    },
    run,
    clear: () => {
      error = undefined
    },
  }
}

function sameArgs(before: unknown[], after: unknown[]): boolean {
  if (before.length !== after.length) return false
  return before.every((value, index) => {
    const other = after[index]
    // A file says nothing as JSON: only the very same one is the same.
    return value === other || (!(value instanceof Blob) && JSON.stringify(value) === JSON.stringify(other))
  })
}
