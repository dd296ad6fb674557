import { inLanguage, type Translated } from '../ui/language.ts'

const en = {
  goThere: 'Go there',
  made: (name: string) => `“${name}” has been added`,
} as const

const es: Translated<typeof en> = {
  goThere: 'Ir allí',
  made: (name) => `Se ha añadido «${name}»`,
}

/** The words of short news beside the screen. */
export const toastWords = inLanguage(en, es)
