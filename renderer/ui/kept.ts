/** What this browser remembers between visits: the theme, the till's name. A browser that keeps nothing is no error. */

export function readKept(key: string): string | null {
  try {
    return localStorage.getItem(`cuponera.${key}`)
  } catch {
    return null
  }
}

export function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`cuponera.${key}`)
    else localStorage.setItem(`cuponera.${key}`, value)
  } catch {
    // The setting then lasts as long as the page.
  }
}
