import { toast } from 'svelte-sonner'
import { isAbort } from '../api/errors.ts'
import { wordsFor } from '../words/problems.ts'

/** Something went well. `description` may hold a fact to keep, such as a receipt number. */
export function toastGood(title: string, description?: string): void {
  toast.success(title, description === undefined ? {} : { description })
}

/** Something was refused or failed, in the words for its problem. It stays longer: it must be read. An action given up says nothing. */
export function toastError(error: unknown): void {
  if (isAbort(error)) return
  const { title, next } = wordsFor(error)
  toast.error(title, { description: next, duration: 10_000 })
}
