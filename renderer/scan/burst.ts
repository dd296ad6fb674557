import { keyOf } from '../../server/contracts/code-key.ts'

/**
 * What tells a scanner from a hand. A scanner on USB sends a key every 2 to 20 ms, a slow one on Bluetooth every 30 to 50; a fast
 * typist needs 80, and 60 for the few keys of a familiar word. So a burst's keys come at most 50 ms apart on average.
 */
const handMs = 50
/** After so long without a key a burst is over: twice what is asked on average, because a busy computer delivers some keys late. */
export const pauseMs = 100
const shortest = 4
/** Without a key at its end, four fingers that roll over the keys could be one: nobody keeps that up for six. */
const shortestAlone = 6
const longest = 256

/** What of a key press tells a scanner from a hand; `timeStamp` in monotonic milliseconds. */
export type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'timeStamp' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat' | 'isComposing'
>

/** A scan: what it wrote where the focus was, and the code that it means. */
export interface Burst {
  typed: string
  code: string
  /** When it began and ended, in the time of its key presses. */
  startedAt: number
  endedAt: number
}

/** A key that writes nothing and breaks no burst: a scanner holds it for a capital letter. */
export function isForCapitals({ key }: Press): boolean {
  return key === 'Shift' || key === 'CapsLock'
}

/** Reads one key press after the other. What is typed by hand, held down, composed, or pressed with Control is no part of a burst. */
export class BurstReader {
  #typed = ''
  /** The same keys as they are labelled on an American keyboard. */
  #labels = ''
  #first = 0
  #last = -Infinity

  /** Letters of the burst that is under way. */
  get length(): number {
    return this.#typed.length
  }

  forget(): void {
    this.#typed = this.#labels = ''
  }

  /** Takes a key press; gives the scan at the Enter or Tab that ends it. */
  press(press: Press): Burst | undefined {
    const { key, timeStamp } = press
    if (timeStamp - this.#last > pauseMs) this.forget()
    const holds = press.ctrlKey || press.metaKey || press.altKey || press.repeat || press.isComposing
    if (!holds && (key === 'Enter' || key === 'Tab')) {
      const scan = this.#read(shortest, timeStamp, timeStamp)
      this.forget()
      return scan
    }
    if (holds || key.length !== 1) this.forget()
    else this.#add(press)
    return undefined
  }

  /**
   * The scan that ended without a key of its own, once `pauseMs` went by after its last letter. It is not forgotten: a computer out of
   * breath delivers keys later than they were pressed, and then the rest of it is still to come.
   */
  quiet(): Burst | undefined {
    return this.#read(shortestAlone, this.#last + pauseMs, this.#last)
  }

  #add({ key, code, shiftKey, timeStamp }: Press): void {
    if (this.#typed === '') this.#first = timeStamp
    this.#last = timeStamp
    // No code is so long. It is told by its beginning: its end alone could be taken for another one.
    if (this.#typed.length === longest) return
    this.#typed += key
    this.#labels += labelOf(code, shiftKey) ?? key
  }

  /** @param lastKey when the last key came that belongs to the scan, its Enter among them. */
  #read(least: number, endedAt: number, lastKey: number): Burst | undefined {
    const typed = this.#typed
    const gaps = typed.length - (lastKey > this.#last ? 0 : 1)
    if (typed.trim().length < least || lastKey - this.#first > gaps * handMs) return undefined
    const isGarbled = keyOf(typed) === undefined && keyOf(this.#labels) !== undefined
    return { typed, code: isGarbled ? this.#labels : typed.trim(), startedAt: this.#first, endedAt }
  }
}

const labels: Record<string, string> = { Minus: '-', Period: '.', Slash: '/', Space: ' ' }

/**
 * Scanners leave the factory as American keyboards: on a Spanish one their hyphen comes out as an apostrophe, which is in no code.
 * The place of the key on the keyboard still tells what was meant.
 */
function labelOf(code: string, shiftKey: boolean): string | undefined {
  if (code === 'Minus' && shiftKey) return '_'
  return /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1] ?? labels[code]
}
