import { inLanguage, type Translated } from '../ui/language.ts'

const en = {
  title: 'Generations',
  lead: 'Every time that codes were generated, also what still waits its turn, with its report and its codes.',
  list: 'Generations',
  book: 'Book',
  pattern: 'Pattern',
  noPattern: 'Pattern not kept',
  requested: 'Asked for',
  made: 'Made',
  emptyTitle: 'Nothing generated yet',
  emptyNext: 'Each generation of codes appears here from the moment it is asked for, with its report.',
  emptyGo: 'Choose a book to make codes for',
  noneTitle: 'No generation for this book yet',
  showAll: 'Show all generations',
} as const

const es: Translated<typeof en> = {
  title: 'Generaciones',
  lead: 'Cada vez que se generaron códigos, también lo que aún espera su turno, con su informe y sus códigos.',
  list: 'Generaciones',
  book: 'Cuponera',
  pattern: 'Patrón',
  noPattern: 'Patrón no guardado',
  requested: 'Pedidos',
  made: 'Generados',
  emptyTitle: 'Aún no se ha generado nada',
  emptyNext: 'Cada generación de códigos aparece aquí desde que se pide, con su informe.',
  emptyGo: 'Elegir una cuponera para generar códigos',
  noneTitle: 'Aún no hay generaciones para esta cuponera',
  showAll: 'Ver todas las generaciones',
}

/** The words of the history of generations. */
export const generationHistoryWords = inLanguage(en, es)
