import { isForCapitals } from '../scan/burst.ts'
import { takesText } from '../scan/fields.ts'
import { hasUnsaved } from '../scan/unsaved.ts'

/** A scanner's keys follow each other faster: a question mark within a code asks for nothing. */
const handMs = 100

/** F1, or a question mark where nothing is typed into, opens help; unless that would cost what a form holds. */
export function helpKeys(open: () => void): (event: KeyboardEvent) => void {
  let last = -Infinity
  return (event) => {
    // On most keyboards a question mark is two keys, of one hand.
    if (isForCapitals(event)) return
    const isByHand = event.timeStamp - last > handMs
    last = event.timeStamp
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
    if (event.key !== 'F1' && !(event.key === '?' && isByHand && !takesText(event.target))) return
    event.preventDefault()
    if (!hasUnsaved()) open()
  }
}
