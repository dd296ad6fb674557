import { keep, readKept } from './kept.ts'

/** The language of the console: as chosen in this browser, else the first of the system's that there is, else English. */
export const languages = ['en', 'es'] as const
export type Language = (typeof languages)[number]

const KEPT = 'language'

/** What was chosen here; null follows the system. */
export const chosenLanguage: Language | null = readChosen()

/** None where there is no browser: a test reads words under Node. */
const systemLanguages: readonly string[] = 'navigator' in globalThis ? navigator.languages : []

export const language: Language = chosenLanguage ?? systemLanguage() ?? 'en'

/** How dates, times and numbers are written: as the system's own region of the language does, else as most of its readers are used to. */
export const locale: string =
  systemLanguages.find((tag) => languageOf(tag) === language) ?? { en: 'en-GB', es: 'es-ES' }[language]

/** Keeps the choice, null for the system's, and shows the console anew in it. */
export function chooseLanguage(chosen: Language | null): void {
  keep(KEPT, chosen)
  window.location.reload()
}

/** The same texts in another language: every key, every parameter, whatever the sentence. */
export type Translated<Words> = Words extends (...given: infer Given) => infer Said
  ? (...given: Given) => Translated<Said>
  : Words extends string
    ? string
    : { [Key in keyof Words]: Translated<Words[Key]> }

/** The words of the console's language. One that is missing in any of them does not compile. */
export function inLanguage<Words>(en: Words, es: Translated<Words>): Translated<Words> {
  return language === 'es' ? es : (en as Translated<Words>)
}

function readChosen(): Language | null {
  const kept = readKept(KEPT)
  return languages.find((name) => name === kept) ?? null
}

function systemLanguage(): Language | undefined {
  for (const tag of systemLanguages) {
    const known = languages.find((name) => name === languageOf(tag))
    if (known) return known
  }
  return undefined
}

function languageOf(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? ''
}
