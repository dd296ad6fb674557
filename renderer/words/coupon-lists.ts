import { inLanguage, type Translated } from '../ui/language.ts'

const en = {
  lead: 'The coupons of all books, the newest first.',
  back: 'Books',
  book: 'Book',
  selectOne: (code: string) => `Select ${code}`,
  emptyTitle: 'No coupons yet',
  emptyNext: 'The codes that are imported or generated in a book appear here, of all books together.',
  emptyForStaff: 'A manager brings in the codes. They appear here, of all books together.',
  openBooks: 'Open the books',
} as const

const es: Translated<typeof en> = {
  lead: 'Los cupones de todas las cuponeras, los más nuevos primero.',
  back: 'Cuponeras',
  book: 'Cuponera',
  selectOne: (code) => `Seleccionar ${code}`,
  emptyTitle: 'Aún no hay cupones',
  emptyNext:
    'Los códigos que se importan o generan en una cuponera aparecen aquí, los de todas las cuponeras juntos.',
  emptyForStaff: 'Los códigos los trae un encargado. Aparecen aquí, los de todas las cuponeras juntos.',
  openBooks: 'Abrir las cuponeras',
}

/** The words of the list of all books' coupons, and of the table that it shares with a book's. */
export const couponListWords = inLanguage(en, es)
