/** Where letters are written, and the one field that wants every code. */

export type TextField = HTMLInputElement | HTMLTextAreaElement

/** Inputs that keys write nothing into. */
const withoutText = new Set('button checkbox color file hidden image radio range reset submit'.split(' '))

/** Something that keys write into. A box to tick, a list and what can only be read take no letters. */
export function isTextField(target: EventTarget | null): target is TextField {
  if (target instanceof HTMLTextAreaElement) return !target.readOnly
  return target instanceof HTMLInputElement && !target.readOnly && !withoutText.has(target.type)
}

/** Whether a letter typed here is written down. */
export function takesText(target: EventTarget | null): boolean {
  return isTextField(target) || (target instanceof Element && target.closest('[contenteditable]') !== null)
}

/** Something that holds an answer, typed or chosen, and has keys of its own. */
export function isControl(target: EventTarget | null): target is TextField | HTMLSelectElement {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
}

/** The till's own field for codes. */
export function isScanField(target: EventTarget | null): target is HTMLInputElement {
  return target instanceof HTMLInputElement && target.matches('[data-scan-field]')
}

/**
 * Gives the focus to the till's field for codes: the next scan needs no hand. Returns whether it did: there may be none, and on a
 * tablet the focus would only bring up the keyboard, where a scanner's letters find the field by themselves.
 */
export function focusScanField(): boolean {
  const field = document.querySelector<HTMLElement>('[data-scan-field]')
  if (!field || window.matchMedia('(pointer: coarse)').matches) return false
  field.focus({ preventScroll: true })
  return true
}
