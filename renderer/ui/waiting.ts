import { createContext } from 'svelte'

/**
 * While the server is away its actions wait: whoever frames the screen sets a function that tells why, or null while all is well.
 * Buttons that act read it, so no screen has to.
 */
const [read, provide, provided] = createContext<() => string | null>()

/** Provides the reason to everything inside the calling component. */
export const provideWaiting = provide

/** The reason why actions wait; null when they need not, or when nobody frames the component. */
export function waitingReason(): () => string | null {
  return provided() ? read() : () => null
}
