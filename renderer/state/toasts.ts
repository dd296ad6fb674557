import { writable } from 'svelte/store'
import type { ExternalToast } from 'svelte-sonner'
import { isAbort } from '../api/errors.ts'
import { wordsFor } from '../words/problems.ts'
import { toastWords } from '../words/toasts.ts'
import { navigate } from './router.svelte.ts'

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

/** Something that goes on elsewhere, with the way there. It stays until it is followed or put away: nothing else may lead there. */
export function toastWay(title: string, href: string): void {
  const action = { label: toastWords.goThere, onClick: () => navigate(href) }
  void say('success', title, { action, duration: Infinity })
}

let putAway = (): void => undefined

/** All that is still told is put away: somebody else may come to read it. */
export function clearToasts(): void {
  putAway()
}

async function say(kind: 'success' | 'error', title: string, more: ExternalToast): Promise<void> {
  toasterWanted.set(true)
  const { toast } = await import('svelte-sonner')
  putAway = () => void toast.dismiss()
  toast[kind](title, more)
}
