import { tick } from 'svelte'
import { keyOf } from '../../server/contracts/code-key.ts'
import { session } from '../state/session.svelte.ts'
import { toastError } from '../state/toasts.ts'
import { BurstReader, isForCapitals, pauseMs, type Burst } from './burst.ts'
import { isControl, isScanField, isTextField, type TextField } from './fields.ts'
import { scans } from './scans.svelte.ts'
import { watchFields } from './unsaved.ts'
import { enterAfterAll, Written } from './written.ts'

/** For so long after a scan an Enter still belongs to it: some scanners send it late, some twice. Nobody has read anything by then. */
const lateEnterMs = 300
/** In the till's field the Enter that is still to come sends it all: the rest of a code that a busy computer delivers late is waited for. */
const patientMs = 400
/** What has stood in the till's field for so long when a scan begins was left there; a busy computer delivers the rest of a code sooner. */
const leftMs = 1000
/** Longer than this nobody's Enter waits for an answer; a server that is away says so at once. */
const patienceMs = 10_000

/**
 * Hears a scanner on every screen, whatever has the focus. Returns the end of it.
 *
 * - Where keys write nothing (a button, a list, a box to tick), a burst in the scanner's rhythm is a scan.
 * - In a field that somebody may type into, the rhythm only asks: if the store knows the code it is a scan, is taken out of the
 *   field again, and its Enter sends no form. What the store does not know stays as it was typed, and its Enter does what Enter does;
 *   unless it looks like nothing but a code: then it stays and Enter does nothing, so that no form is sent with it by mistake.
 * - In a field that wants codes (`data-takes-scans`) it stays, and in a form that asks for a password nothing is touched.
 * - In the till's own field Enter sends it as always; without Enter a burst that is all of its text sends itself. What was left in
 *   the field before is no part of it.
 * - The Enters of a scanner that sends them late, or twice, do nothing more.
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

/** What the store is asked of a burst in a field. `entered`: an Enter came after it, and waits for the answer. */
interface Question {
  scan: Burst
  known: Promise<boolean | undefined>
  entered: boolean
}

class ScanListener {
  readonly #waits: () => boolean
  readonly #burst = new BurstReader()
  /** Enters that were held back and are sent after all. */
  readonly #sentAfter = new WeakSet<Event>()
  #written: Written | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #lateUntil = -Infinity
  #question: Question | undefined
  #lastKey = -Infinity
  /** How long no key had come when the burst began. */
  #restMs = 0
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
    const scan = this.#burst.press(event)
    if (scan) this.#ended(scan, event)
    else if (event.key === 'Enter' && event.timeStamp < this.#lateUntil) {
      hold(event)
      this.#enterUnlessKnown(event.target)
    } else {
      this.#lateUntil = -Infinity
      this.#goesOn(event)
    }
    this.#lastKey = event.timeStamp
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
    const { target } = event
    const { length } = this.#burst
    if (length === 0) return
    if (length === 1) {
      this.#written = isControl(target) ? new Written(target) : undefined
      this.#restMs = event.timeStamp - this.#lastKey
    }
    // A code with a space in it must not press the button that has the focus.
    else if (event.key === ' ' && !isTextField(target)) event.preventDefault()
    this.#timer = setTimeout(this.#quiet, isScanField(target) ? patientMs : pauseMs)
  }

  #ended(scan: Burst, event: KeyboardEvent): void {
    const { target } = event
    const isAsked = isTextField(target) && !isScanField(target)
    if (!this.#heard(scan, target)) return
    // In a field the focus may go on with the Tab: nothing is lost by it.
    if (!isAsked || event.key === 'Enter') hold(event)
    if (isAsked && event.key === 'Enter') this.#enterUnlessKnown(target)
  }

  readonly #quiet = (): void => {
    const scan = this.#burst.quiet()
    const target = document.activeElement
    if (scan && this.#hears(target)) this.#heard(scan, target)
  }

  /** A scan was made here; false where it is only a part of what the till's field holds. */
  #heard(scan: Burst, target: EventTarget | null): boolean {
    if (isScanField(target)) {
      if (!this.#isWhole(scan, target)) return false
      empty(target)
      this.#take(scan)
    } else if (isTextField(target)) this.#ask(scan)
    else {
      // A list goes to what begins with the letters that are typed.
      if (this.#written?.field === target) this.#written?.takeOut(scan.typed)
      this.#take(scan)
    }
    return true
  }

  /** The field may have appeared while the scanner was writing, and hold the end of it; or hold what was left in it before. */
  #isWhole({ typed }: Burst, { value }: HTMLInputElement): boolean {
    return typed.endsWith(value) || (this.#restMs > leftMs && value.endsWith(typed))
  }

  /** Asks the store whether what was written into a field is a scan. */
  #ask(scan: Burst): void {
    const written = this.#written
    const round = ++this.#round
    const known = isKnown(scan.code)
    written?.end()
    this.#lateUntil = scan.endedAt + lateEnterMs
    this.#question = { scan, known, entered: false }
    this.#inTurn(async () => {
      if (!(await known)) return
      written?.takeOut(scan.typed)
      // A form that says itself what it holds has yet to see it taken out.
      await tick()
      if (round === this.#round) this.#take(scan)
    })
  }

  /** An Enter that was held back in a field does what Enter does, once, when what was typed there turns out to be no scan. */
  #enterUnlessKnown(field: EventTarget | null): void {
    const question = this.#question
    if (!question || question.entered || !isTextField(field)) return
    question.entered = true
    this.#inTurn(async () => {
      const known = await question.known
      if (known) return
      const { code } = question.scan
      if (known === false && looksLikeCode(code)) scans.offer = { code, unknown: true }
      else this.#enter(field)
    })
  }

  /** What was written first is taken out first. */
  #inTurn(work: () => Promise<void>): void {
    this.#asked = this.#asked.then(work).catch(toastError)
  }

  #enter(field: TextField): void {
    const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })
    this.#sentAfter.add(event)
    enterAfterAll(field, event)
  }

  #take({ code, startedAt, endedAt }: Burst): void {
    this.#round += 1
    this.#lateUntil = endedAt + lateEnterMs
    this.#question = undefined
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

/** The next scan begins in an empty field, also where this one is only offered. */
function empty(field: HTMLInputElement): void {
  field.value = ''
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Whether there is such a coupon; undefined where it cannot be one, or nobody could tell. */
async function isKnown(code: string): Promise<boolean | undefined> {
  if (keyOf(code) === undefined) return undefined
  try {
    const { lookUpIfThere } = await import('../coupons/look-up.ts')
    return (await lookUpIfThere(code, AbortSignal.timeout(patienceMs))) !== undefined
  } catch {
    return undefined
  }
}

/** Nothing that people write into forms is so long, has a digit, and neither a space nor a small letter. */
function looksLikeCode(code: string): boolean {
  return code.length >= 8 && /\p{Nd}/u.test(code) && !/[\p{Ll}\s]/u.test(code)
}
