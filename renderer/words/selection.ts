import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const en = {
  select: 'Select',
  selectShown: (count: number) => `Select all ${formatNumber(count)} shown`,
  selected: (count: number) => `${formatNumber(count)} selected`,
  clear: 'Select none',
} as const

const es: Translated<typeof en> = {
  select: 'Seleccionar',
  selectShown: (count) =>
    count === 1 ? 'Seleccionar el que está a la vista' : `Seleccionar los ${formatNumber(count)} a la vista`,
  selected: (count) => (count === 1 ? '1 seleccionado' : `${formatNumber(count)} seleccionados`),
  clear: 'No seleccionar ninguno',
}

/** The words of selecting rows of a list. */
export const selectionWords = inLanguage(en, es)
