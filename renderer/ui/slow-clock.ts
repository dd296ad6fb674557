/** The time for what need not be right to the second: all that shows it follows one clock. */
import { createSubscriber } from 'svelte/reactivity'

const everyMs = 30_000

const follow = createSubscriber((tell) => {
  const timer = setInterval(tell, everyMs)
  return () => clearInterval(timer)
})

/** This moment. What reads it on a screen reads it anew every 30 seconds. */
export function slowNow(): Date {
  follow()
  return new Date()
}
