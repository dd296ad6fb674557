/** For the window's `keydown`, on its way down: a held key is pressed once. Its next Enter or Escape would answer what the first has only just brought. */
export function pressOnce(event: KeyboardEvent): void {
  const isHeld = event.repeat && (event.key === 'Enter' || event.key === 'Escape')
  if (!isHeld || event.target instanceof HTMLTextAreaElement) return
  event.preventDefault()
  event.stopPropagation()
}
