import { isTextField, type TextField } from './fields.ts'

/** What a field or list held before a burst wrote into it; made at the first key of the burst. */
export class Written {
  readonly field: TextField | HTMLSelectElement
  readonly #before: string
  /** What it held when the burst was over. */
  #after: string | undefined
  /** Undefined where a field does not tell its selection: a list, a number, an e-mail address. */
  readonly #selection: { start: number; end: number } | undefined

  constructor(field: TextField | HTMLSelectElement) {
    this.field = field
    this.#before = field.value
    if (!isTextField(field) || field.selectionStart === null) return
    this.#selection = { start: field.selectionStart, end: field.selectionEnd ?? field.selectionStart }
  }

  /** The burst is over: what is changed from now on is somebody else's. */
  end(): void {
    this.#after = this.field.value
  }

  /** Takes this text out again: value and caret as before. What was changed since stays, and so does the focus. */
  takeOut(typed: string): void {
    const { field } = this
    if (!field.isConnected || (field.value === this.#before && !field.validity.badInput)) return
    if (isTextField(field) && this.#selection) this.#erase(field, this.#selection, typed)
    else this.#restore(typed)
    // A search hands on what it holds now, not what it held a moment ago.
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }

  #restore(typed: string): void {
    const { field } = this
    const at = field.value.lastIndexOf(typed)
    if (field.value === (this.#after ?? field.value)) field.value = this.#before
    else if (at < 0) return
    else field.value = field.value.slice(0, at) + field.value.slice(at + typed.length)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }

  #erase(field: TextField, { start, end }: { start: number; end: number }, typed: string): void {
    const at = field.value.startsWith(typed, start) ? start : field.value.lastIndexOf(typed)
    // The field may have room for a part of it only.
    const cut = field.value.slice(start, start + field.value.length - this.#before.length + end - start)
    const length = at >= 0 ? typed.length : typed.startsWith(cut) ? cut.length : 0
    if (length === 0) return
    const from = at >= 0 ? at : start
    const replaced = this.#before.slice(start, end)
    const caret = field.selectionStart ?? 0
    replace(field, from, from + length, replaced)
    if (caret <= from + length) field.setSelectionRange(start, end)
    else field.setSelectionRange(caret - length + replaced.length, caret - length + replaced.length)
  }
}

/** As if typed: with the events that follow; and where the field has the focus, so that the person's own undo still works. */
function replace(field: TextField, from: number, to: number, text: string): void {
  if (document.activeElement === field) {
    field.setSelectionRange(from, to)
    // Deprecated without a successor: nothing else leaves the field's undo history whole. It acts on what has the focus.
    if (document.execCommand(text === '' ? 'delete' : 'insertText', false, text)) return
  }
  field.setRangeText(text, from, to, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }))
}

/** Does what Enter would have done in a field, had it not been held back; `event` is the Enter that is sent after it. */
export function enterAfterAll(field: TextField, event: KeyboardEvent): void {
  if (!field.isConnected || !field.dispatchEvent(event)) return
  if (field instanceof HTMLTextAreaElement) replace(field, field.selectionStart, field.selectionEnd, '\n')
  else if (field.form) submit(field.form)
}

function submit(form: HTMLFormElement): void {
  const button = [...form.elements].find(
    (element): element is HTMLButtonElement =>
      element instanceof HTMLButtonElement && element.type === 'submit',
  )
  if (button) button.click()
  else form.requestSubmit()
}
