import { createRawSnippet, type Snippet } from 'svelte'

/** What a component is handed to show: these words. */
export const said = (words: string): Snippet =>
  createRawSnippet(() => ({ render: () => `<span>${words}</span>` }))
