/** What this browser remembers between visits: the theme, the till's name. A browser that keeps nothing is no error. */

export function readKept(key: string): string | null {
  try {
    return localStorage.getItem(`cuponera.${key}`)
  } catch {
    return null
  }
}

/** Tells whenever another tab of this browser keeps something else under this key. Returns the end of it. */
export function onKept(key: string, told: (value: string | null) => void): () => void {
  const listener = (event: StorageEvent): void => {
    // No name: all was cleared.
    if (event.key === `cuponera.${key}` || event.key === null) told(readKept(key))
  }
  window.addEventListener('storage', listener)
  return () => window.removeEventListener('storage', listener)
}

export function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`cuponera.${key}`)
    else localStorage.setItem(`cuponera.${key}`, value)
  } catch {
    // The setting then lasts as long as the page.
  }
}
