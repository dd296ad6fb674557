import { keep, readKept } from '../ui/kept.ts'

/** How the console looks: as the system does, or as chosen. `public/theme.js` sets it before the first paint, from the same key. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const kept = themes.find((name) => name === readKept('theme'))

class ThemeState {
  #value: Theme = $state(kept ?? 'system')

  get value(): Theme {
    return this.#value
  }

  set value(theme: Theme) {
    this.#value = theme
    keep('theme', theme === 'system' ? null : theme)
    if (theme === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
  }
}

export const theme = new ThemeState()
