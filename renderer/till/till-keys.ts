import { isControl, isScanField } from '../scan/fields.ts'

interface Keys {
  /** Enter, while nothing that answers to it has the focus. */
  enter: () => unknown
  /** Escape, while nothing else answers to it. */
  escape: () => unknown
  /** Something is being typed that nobody takes: the scanner sends a code. */
  scan: () => unknown
}

/** True for a place that has no use of its own for letters, and lies in no dialog or menu. */
export function forScanner(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return true
  return !isControl(target) && !target.closest('[contenteditable], [role=dialog], [role=menu]')
}

/**
 * The keys of the till: they work wherever the focus is, unless it is in something that needs them itself. Letters go to the
 * field for codes, which takes the focus in time to get the first of them.
 */
export function tillKeys({ enter, escape, scan }: Keys): (event: KeyboardEvent) => void {
  return (event) => {
    const { key, target } = event
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const inScanField = isScanField(target)
    if (!inScanField && !forScanner(target)) return
    if (key === 'Escape') escape()
    else if (inScanField) return
    else if (key === 'Enter' && !answersToEnter(target)) enter()
    else if (key.length === 1 && key !== ' ') scan()
  }
}

function answersToEnter(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a, button, [role=button], [role=tab]') !== null
}
