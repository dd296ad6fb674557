import { writable } from 'svelte/store'
import { isAbort } from '../api/errors.ts'
import { wordsFor } from '../words/problems.ts'

/** Whether there has been any news: what shows them comes with the first, or when there is nothing else to do. */
export const toasterWanted = writable(false)

/** Something went well. `description` may hold a fact to keep, such as a receipt number. */
export function toastGood(title: string, description?: string): void {
  void say('success', title, description === undefined ? {} : { description })
}

/** Something was refused or failed, in the words for its problem. It stays longer: it must be read. An action given up says nothing. */
export function toastError(error: unknown): void {
  if (isAbort(error)) return
  const { title, next } = wordsFor(error)
  toastTrouble(title, next)
}

/** Something that must be read, in words of its own. */
export function toastTrouble(title: string, next: string): void {
  void say('error', title, { description: next, duration: 10_000 })
}

async function say(
  kind: 'success' | 'error',
  title: string,
  more: { description?: string; duration?: number },
): Promise<void> {
  toasterWanted.set(true)
  const { toast } = await import('svelte-sonner')
  toast[kind](title, more)
}
