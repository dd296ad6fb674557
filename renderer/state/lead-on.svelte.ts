import { navigate, router } from './router.svelte.ts'
import { session } from './session.svelte.ts'
import { toastWay } from './toasts.ts'

/** Called with the answer: where it leads, and what those are told of it who have gone elsewhere; nothing where they know. */
type Lead = (href: string, told: string | undefined, how?: { replace: boolean }) => boolean

/**
 * Leads on from a deed whose answer may take its time. `const begin = leadOn()` while a component is set up, `const lead = begin()` as
 * the deed begins, `lead(href, 'The codes are being made')` with its answer: that goes there, and is true, as long as the person looks
 * at what they did it from, the same component at the same address, and the dialog that `isOpen` tells of. Whoever has gone elsewhere
 * stays there, and is told beside the screen, with the way.
 */
export function leadOn(isOpen = (): boolean => true): () => Lead {
  let left = false
  $effect(() => () => {
    left = true
  })

  return () => {
    const { href: from } = router
    const doer = session.user?.id
    return (href, told, how) => {
      if (!left && isOpen() && router.href === from) {
        navigate(href, how)
        return true
      }
      // Whoever has come since is not told of what others did.
      if (told !== undefined && session.user?.id === doer) toastWay(told, href)
      return false
    }
  }
}
