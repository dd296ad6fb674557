import { hrefTo } from '../state/places.ts'
import { navigate } from '../state/router.svelte.ts'
import { hasUnsaved } from './unsaved.ts'

/** What a scan has to say for itself. `unknown`: no coupon has it, and it was left in the field where it was made. */
interface Offer {
  code: string
  unknown: boolean
}

/**
 * Where scans go. A scan opens its coupon at the till at once, unless that would cost the person something: while a dialog is open
 * or a form holds what was typed into it, the scan is offered and nothing moves. The same scan once more says that it is meant.
 * One made before the console knows whose it is waits; of several, the last is opened.
 */
class Scans {
  offer: Offer | undefined = $state.raw()
  #till: ((code: string) => void) | undefined
  #kept: string | undefined

  /** The till shows scans by itself for as long as it is there. Returns the end of it. */
  shownBy(till: (code: string) => void): () => void {
    this.#till = till
    return () => {
      if (this.#till === till) this.#till = undefined
    }
  }

  /** Opens the scan, or offers it where opening it would lose something. */
  take(code: string): void {
    if (hasUnsaved() && this.offer?.code !== code) this.offer = { code, unknown: false }
    else this.open(code)
  }

  open(code: string): void {
    this.offer = undefined
    closeLayers()
    if (this.#till) this.#till(code)
    else navigate(hrefTo('till', {}, { code }))
  }

  /** A scan that nobody can take yet; the last one counts. */
  keep(code: string): void {
    this.#kept = code
  }

  /** Takes the scan that was kept. */
  release(): void {
    const code = this.#kept
    this.#kept = undefined
    if (code !== undefined) this.take(code)
  }

  /** Nothing is left of what was scanned before: somebody else may be next. */
  forget(): void {
    this.#kept = this.offer = undefined
  }
}

export const scans = new Scans()

/** A menu or dialog would stay open over the till. They are told themselves: the screen behind them has an Escape of its own. */
function closeLayers(): void {
  const open = document.querySelectorAll(':is([role=menu], [role=dialog]):not([data-state=closed])')
  for (const layer of open)
    layer.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
}
