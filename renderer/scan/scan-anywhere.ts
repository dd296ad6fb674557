import { keyOf } from '../../server/contracts/code-key.ts'
import { ApiError } from '../api/errors.ts'
import { session } from '../state/session.svelte.ts'
import { BurstReader, isForCapitals, pauseMs, type Burst } from './burst.ts'
import { scans } from './scans.svelte.ts'
import { watchFields } from './unsaved.ts'
import { enterAfterAll, isField, Written } from './written.ts'

/** For so long after a scan an Enter still belongs to it: some scanners send it late, some twice. Nobody has read anything by then. */
const lateEnterMs = 300
/** In the till's field the Enter that is still to come sends it all: the rest of a code that a busy computer delivers late is waited for. */
const patientMs = 400
/** Longer than this nobody's Enter waits for an answer; a server that is away says so at once. */
const patienceMs = 10_000

/**
 * Hears a scanner on every screen, whatever has the focus. Returns the end of it.
 *
 * - Where keys write nothing (a button, a list, a menu), a burst in the scanner's rhythm is a scan.
 * - In a field that somebody may type into, the rhythm only asks: if the store knows the code it is a scan, is taken out of the
 *   field again, and its Enter sends no form. What the store does not know stays as it was typed, and its Enter does what Enter does;
 *   unless it looks like nothing but a code: then it stays and Enter does nothing, so that no form is sent with it by mistake.
 * - In a field that wants codes (`data-takes-scans`) it stays, and in a form that asks for a password nothing is touched.
 * - In the till's own field Enter sends it as always; without Enter a burst that is all of its text sends itself.
 *
 * What then becomes of it, `Scans` decides.
 *
 * @param waits true while nobody can take a scan yet: the console starts, or asks to log in again.
 */
export function listenForScans(waits: () => boolean): () => void {
  const listener = new ScanListener(waits)
  const endWatch = watchFields()
  window.addEventListener('keydown', listener.onkeydown, true)
  return () => {
    window.removeEventListener('keydown', listener.onkeydown, true)
    listener.stop()
    endWatch()
  }
}

class ScanListener {
  readonly #waits: () => boolean
  readonly #burst = new BurstReader()
  /** Enters that were held back and are sent after all. */
  readonly #sentAfter = new WeakSet<Event>()
  #written: Written | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #lateUntil = -Infinity
  /** The scan that was taken last, and when it began. */
  #taken = ''
  #round = 0
  #asked = Promise.resolve()

  constructor(waits: () => boolean) {
    this.#waits = waits
  }

  readonly onkeydown = (event: KeyboardEvent): void => {
    if (this.#sentAfter.has(event) || isForCapitals(event)) return
    clearTimeout(this.#timer)
    if (!this.#hears(event.target)) {
      this.#burst.forget()
      return
    }
    const isLate = event.key === 'Enter' && event.timeStamp < this.#lateUntil
    this.#lateUntil = -Infinity
    const scan = this.#burst.press(event)
    if (scan) this.#ended(scan, event)
    else if (isLate) hold(event)
    else this.#goesOn(event)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  /** Whether a scan may be meant for the console: it has a till, or does not know yet, and no secret is being typed. */
  #hears(target: EventTarget | null): boolean {
    if (!this.#waits() && !session.may('staff')) return false
    if (!(target instanceof Element)) return true
    if (target.closest('[contenteditable], [data-takes-scans]')) return false
    return !target.closest('form')?.querySelector('[autocomplete$=password], [type=password]')
  }

  #goesOn(event: KeyboardEvent): void {
    const { length } = this.#burst
    if (length === 0) return
    if (length === 1) this.#written = isField(event.target) ? new Written(event.target) : undefined
    // A code with a space in it must not press the button that has the focus.
    else if (event.key === ' ' && !isField(event.target)) event.preventDefault()
    this.#timer = setTimeout(this.#quiet, isTillField(event.target) ? patientMs : pauseMs)
  }

  #ended(scan: Burst, event: KeyboardEvent): void {
    const { target } = event
    if (isTillField(target)) {
      if (!isAllOf(target, scan)) return
      hold(event)
      empty(target)
      this.#take(scan)
    } else if (isField(target)) {
      // The focus may go on with the Tab: nothing is lost by it.
      if (event.key === 'Enter') hold(event)
      this.#ask(scan, event.key === 'Enter' ? target : undefined)
    } else {
      hold(event)
      this.#take(scan)
    }
  }

  readonly #quiet = (): void => {
    const scan = this.#burst.quiet()
    const target = document.activeElement
    if (!scan || !this.#hears(target)) return
    if (isTillField(target)) {
      if (!isAllOf(target, scan)) return
      empty(target)
      this.#take(scan)
    } else if (isField(target)) this.#ask(scan)
    else this.#take(scan)
  }

  /** Asks the store whether what was written into a field is a scan. `entered`: its Enter is held back until then. */
  #ask(scan: Burst, entered?: Written['field']): void {
    const written = this.#written
    const round = ++this.#round
    const known = isKnown(scan.code)
    // What was written first is taken out first.
    this.#asked = this.#asked.then(async () => {
      if (await known) {
        written?.takeOut(scan.typed)
        if (round === this.#round) this.#take(scan)
      } else if (entered) {
        if ((await known) === false && looksLikeCode(scan.code))
          scans.offer = { code: scan.code, unknown: true }
        else this.#enter(entered)
      }
    })
  }

  #enter(field: Written['field']): void {
    const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })
    this.#sentAfter.add(event)
    enterAfterAll(field, event)
  }

  #take({ code, startedAt, endedAt }: Burst): void {
    this.#round += 1
    this.#lateUntil = endedAt + lateEnterMs
    // Its Enter may come when the pause before it was taken for the end.
    const name = `${String(startedAt)} ${code}`
    if (name === this.#taken) return
    this.#taken = name
    if (this.#waits()) scans.keep(code)
    else scans.take(code)
  }
}

function hold(event: KeyboardEvent): void {
  event.preventDefault()
  event.stopPropagation()
}

function isTillField(target: EventTarget | null): target is HTMLInputElement {
  return target instanceof HTMLInputElement && target.matches('[data-scan-field]')
}

/** The field may have appeared while the scanner was writing: then it holds the end of it. */
function isAllOf({ value }: HTMLInputElement, { typed }: Burst): boolean {
  return typed.endsWith(value)
}

/** The next scan begins in an empty field, also where this one is only offered. */
function empty(field: HTMLInputElement): void {
  field.value = ''
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Whether there is such a coupon; undefined where it cannot be one, or nobody could tell. */
async function isKnown(code: string): Promise<boolean | undefined> {
  if (keyOf(code) === undefined) return undefined
  try {
    const { lookUp } = await import('../till/look-up.ts')
    await lookUp(code, AbortSignal.timeout(patienceMs))
    return true
  } catch (error) {
    return error instanceof ApiError && error.code === 'coupon_not_found' ? false : undefined
  }
}

/** Nothing that people write into forms is so long, has a digit, and neither a space nor a small letter. */
function looksLikeCode(code: string): boolean {
  return code.length >= 8 && /\p{Nd}/u.test(code) && !/[\p{Ll}\s]/u.test(code)
}
