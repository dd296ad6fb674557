import { newActionKey } from '../api/action-key.ts'
import { isAbort, tellsNothing } from '../api/errors.ts'
import { fieldWords } from '../words/field-messages.ts'
import { wordsFor, type ProblemWords } from '../words/problems.ts'
import { toastTrouble } from './toasts.ts'

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

/** Where a refusal is read. One that nobody would read there is told beside the screen. */
interface Reading {
  /**
   * Whether the question is open in which it stands; without one, it stands as long as the component that made the action. Opened
   * again it is a new question, which begins without a refusal.
   */
  isOpen?: () => boolean
  /** What is told of it beside the screen, where it has words of its own. */
  words?: (error: unknown) => ProblemWords
}

/**
 * An action with its state: `const lock = action((key, code: string) => call(lockCoupon, { params: { code }, idempotencyKey: key }))`.
 *
 * `work` is handed the action's idempotency key: made when the action begins, kept until an answer tells its outcome and while the
 * arguments are the same, so that pressing the button again never does a thing twice. To be called while a component is set up.
 */
export function action<Args extends unknown[]>(
  work: (key: string, ...args: Args) => Promise<unknown>,
  { isOpen = () => true, words = wordsFor }: Reading = {},
): Action<Args> {
  let busy = $state(false)
  let error: unknown = $state.raw()
  let pending: { key: string; args: Args } | undefined
  let left = false

  $effect(() => {
    if (isOpen()) error = undefined
  })
  $effect(() => () => {
    left = true
  })

  function refuse(failure: unknown): void {
    if (isAbort(failure)) return
    error = failure
    if (!left && isOpen()) return
    const { title, next } = words(failure)
    toastTrouble(title, next)
  }

  async function run(...args: Args): Promise<boolean> {
    if (busy) return false
    const now = pending && sameArgs(pending.args, args) ? pending : { key: newActionKey(), args }
    ;[busy, error, pending] = [true, undefined, now]
    try {
      await work(now.key, ...args)
      pending = undefined
      return true
    } catch (failure) {
      if (!tellsNothing(failure)) pending = undefined
      refuse(failure)
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
