import { isControl, isScanField } from './fields.ts'

/** What each field held when it was first touched. */
const before = new Map<Element, string>()

/** Remembers each field as it was when it was first touched. Returns the end of it. */
export function watchFields(): () => void {
  const onfocusin = ({ target }: FocusEvent): void => {
    if (isControl(target) && !before.has(target)) before.set(target, contentOf(target))
  }
  window.addEventListener('focusin', onfocusin)
  return () => {
    window.removeEventListener('focusin', onfocusin)
    before.clear()
  }
}

/**
 * True while leaving the screen would cost something: a dialog is open, a form holds what somebody has put into it, or the screen says
 * so itself (`data-unsaved`), as with a file that was chosen and not sent. A form that stays after it was saved says so for itself
 * (`data-unsaved={changed}`): nobody else can tell what of it the server has.
 */
export function hasUnsaved(): boolean {
  if (document.querySelector(unsaved)) return true
  for (const field of before.keys()) if (!field.isConnected) before.delete(field)
  return [...before].some(
    ([field, value]) =>
      isControl(field) &&
      field.form?.matches(':not([data-unsaved])') &&
      !isScanField(field) &&
      contentOf(field) !== value,
  )
}

// A dialog that is on its way out is left already.
const unsaved =
  ':is([role=dialog], [role=alertdialog]):not([data-state=closed]), [data-unsaved]:not([data-unsaved=false])'

function contentOf(field: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement): string {
  return field instanceof HTMLInputElement && /^(?:checkbox|radio)$/.test(field.type)
    ? String(field.checked)
    : field.value
}
