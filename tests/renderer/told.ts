import { toast } from 'svelte-sonner'
import { onTestFinished, vi } from 'vitest'

/** For the rest of a test no refusal is shown beside the screen: the titles of those that would be, so far. */
export const hearRefusals = (): (() => unknown[]) => hear('error')

/** The same for what went well. */
export const hearGoodNews = (): (() => unknown[]) => hear('success')

function hear(kind: 'error' | 'success'): () => unknown[] {
  const told = vi.spyOn(toast, kind).mockReturnValue(1)
  onTestFinished(() => void told.mockRestore())
  return () => told.mock.calls.map(([title]) => title)
}
