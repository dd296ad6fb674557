/**
 * What shows dialogs and menus, the greatest part of what the console needs of other people's code: brought when the first one opens,
 * or when there is nothing else to do, so that the first screen does not wait for it.
 *
 * @throws when the server is away, or has another version.
 */
export const bringDialog = () => import('./DialogPanel.svelte')
export const bringMenu = () => import('./MenuPanel.svelte')

let told = (error: unknown): void => reportError(error)

/** Who tells the person that a dialog or a menu could not be brought. */
export function onNotBrought(tell: (error: unknown) => void): void {
  told = tell
}

export function tellNotBrought(error: unknown): void {
  told(error)
}
