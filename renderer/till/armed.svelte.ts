/** Shorter than anybody reads, longer than a finger or a scanner that sends Enter twice. */
const pauseMs = 300

/**
 * True once what `subject` names has been on screen for a moment: Enter may then act on it. So the second of two quick Enters
 * never redeems what the first has just locked. To be called while a component is set up.
 */
export function armedFor(subject: () => unknown): { readonly value: boolean } {
  let value = $state(false)
  const current = $derived(subject())
  $effect(() => {
    value = false
    if (current === undefined) return
    const timer = setTimeout(() => (value = true), pauseMs)
    return () => clearTimeout(timer)
  })
  return {
    get value() {
      return value
    },
  }
}
