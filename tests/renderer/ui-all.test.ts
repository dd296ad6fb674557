import { expect, test } from 'vitest'

/** Brought by a piece of their own, and seen through it. */
const within: Record<string, string> = {
  DialogPanel: 'Dialog',
  MenuPanel: 'Menu',
  Field: 'TextField',
  Menu: 'MoreMenu',
}

test('every piece of the console’s own kit has a test', () => {
  const pieces = Object.keys(import.meta.glob('../../renderer/ui/*.svelte')).map((path) =>
    path.slice(path.lastIndexOf('/') + 1, -'.svelte'.length),
  )
  const sources = import.meta.glob<string>('./*.{ts,svelte}', {
    query: '?raw',
    import: 'default',
    eager: true,
  })
  const text = Object.values(sources).join('\n')
  const isTested = (piece: string): boolean =>
    text.includes(`/renderer/ui/${piece}.svelte'`) || (piece in within && isTested(within[piece] ?? ''))
  expect(pieces.filter((piece) => !isTested(piece))).toEqual([])
})
