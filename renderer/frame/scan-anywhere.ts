/** A scanner types far faster than a hand: each key within this many milliseconds of the one before. */
const handMs = 50
const shortest = 4
const longest = 256

/** What of a key press tells a scanner from a hand. */
export interface Press {
  key: string
  /** Monotonic milliseconds: the event's `timeStamp`. */
  timeStamp: number
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/**
 * Recognises a scan in the keys that nothing on the screen takes: letters in quick succession, ended by Enter or Tab. Returns the
 * code at that last key, undefined at every other. What is typed by hand, or with Control, is never one.
 */
export function scanRecogniser(): (press: Press) => string | undefined {
  let typed = ''
  let last = -Infinity

  return ({ key, timeStamp, ctrlKey, metaKey, altKey }) => {
    const quick = timeStamp - last <= handMs
    const before = quick ? typed : ''
    typed = ''
    if (ctrlKey || metaKey || altKey) return undefined
    if (key === 'Enter' || key === 'Tab') return before.trim().length >= shortest ? before.trim() : undefined
    // The shift key that a scanner holds for a capital letter comes as a press of its own.
    if (key !== 'Shift' && key !== 'CapsLock' && key.length !== 1) return undefined
    last = timeStamp
    typed = key.length === 1 ? (before + key).slice(0, longest) : before
    return undefined
  }
}

/** True where letters have a use of their own, so that no scan is meant for the till. */
export function takesLetters(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu]') !== null
}
