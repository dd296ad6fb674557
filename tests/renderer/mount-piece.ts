import { mount, type Component } from 'svelte'

/** Shows a piece of `renderer/ui` in the window that loaded this, and returns all its text. */
export function textOf(piece: unknown, props: Record<string, unknown>): string {
  const target = document.createElement('div')
  document.body.append(target)
  mount(piece as Component<Record<string, unknown>>, { target, props })
  return target.textContent
}
