type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** Something that keys write into. */
export function isField(target: EventTarget | null): target is Field {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
}

/** What a field held before a burst wrote into it; made at the first key of the burst. */
export class Written {
  readonly field: Field
  readonly #value: string
  /** Undefined where a field does not tell its selection: a list, a number, an e-mail address. */
  readonly #selection: { start: number; end: number } | undefined

  constructor(field: Field) {
    this.field = field
    this.#value = field.value
    if (field instanceof HTMLSelectElement || field.selectionStart === null) return
    this.#selection = { start: field.selectionStart, end: field.selectionEnd ?? field.selectionStart }
  }

  /** Takes this text out again: value and caret as before. What was changed since by somebody else stays. */
  takeOut(typed: string): void {
    const { field } = this
    if (field.value === this.#value) return
    if (field instanceof HTMLSelectElement || !this.#selection) this.#restore()
    else this.#erase(field, this.#selection, typed)
    // A search hands on what it holds now, not what it held a moment ago.
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }

  #restore(): void {
    this.field.value = this.#value
    this.field.dispatchEvent(new Event('input', { bubbles: true }))
  }

  #erase(
    field: HTMLInputElement | HTMLTextAreaElement,
    { start, end }: { start: number; end: number },
    typed: string,
  ): void {
    const at = field.value.startsWith(typed, start) ? start : field.value.lastIndexOf(typed)
    // The field may have room for a part of it only.
    const cut = field.value.slice(start, start + field.value.length - this.#value.length + end - start)
    const length = at >= 0 ? typed.length : typed.startsWith(cut) ? cut.length : 0
    if (length === 0) return
    const from = at >= 0 ? at : start
    const replaced = this.#value.slice(start, end)
    const caret = field.selectionStart ?? 0
    field.focus({ preventScroll: true })
    field.setSelectionRange(from, from + length)
    replaceSelection(field, replaced)
    if (caret <= from + length) field.setSelectionRange(start, end)
    else field.setSelectionRange(caret - length + replaced.length, caret - length + replaced.length)
  }
}

/** As if typed: with the events that follow, and so that the person's own undo still works. */
function replaceSelection(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  // Deprecated without a successor: nothing else leaves the field's undo history whole.
  if (document.execCommand(text === '' ? 'delete' : 'insertText', false, text)) return
  field.setRangeText(text)
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }))
}

/** Does what Enter would have done in a field, had it not been held back; `event` is the Enter that is sent after it. */
export function enterAfterAll(field: Field, event: KeyboardEvent): void {
  if (!field.dispatchEvent(event)) return
  if (field instanceof HTMLTextAreaElement) {
    field.focus()
    replaceSelection(field, '\n')
  } else if (field instanceof HTMLInputElement && field.form) submit(field.form)
}

function submit(form: HTMLFormElement): void {
  const button = [...form.elements].find(
    (element): element is HTMLButtonElement =>
      element instanceof HTMLButtonElement && element.type === 'submit',
  )
  if (button) button.click()
  else form.requestSubmit()
}
