import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const findEn = {
  button: 'Find',
  title: 'Find a coupon, a customer, a book or a place',
  placeholder: 'Code, customer, book or place',
  results: 'What was found',
  groups: {
    recent: 'Opened last',
    coupons: 'Coupons',
    customers: 'Customers',
    books: 'Books',
    places: 'Places',
  },
  allThatMatch: {
    coupons: 'All coupons that match',
    customers: 'All customers that match',
    books: 'All books that match',
  },
  found: (count: number) => (count === 1 ? '1 found' : `${formatNumber(count)} found`),
  none: (text: string) => `Nothing found for “${text}”`,
  noneNext:
    'Codes are found by how they begin, customers by name or e-mail, books by any part of their name.',
  choose: 'choose',
  open: 'open',
  close: 'Close',
} as const

const findEs: Translated<typeof findEn> = {
  button: 'Buscar',
  title: 'Busca un cupón, un cliente, una cuponera o un lugar',
  placeholder: 'Código, cliente, cuponera o lugar',
  results: 'Lo que se encontró',
  groups: {
    recent: 'Abierto hace poco',
    coupons: 'Cupones',
    customers: 'Clientes',
    books: 'Cuponeras',
    places: 'Lugares',
  },
  allThatMatch: {
    coupons: 'Todos los cupones que coinciden',
    customers: 'Todos los clientes que coinciden',
    books: 'Todas las cuponeras que coinciden',
  },
  found: (count) => (count === 1 ? '1 resultado' : `${formatNumber(count)} resultados`),
  none: (text) => `No se encontró nada para «${text}»`,
  noneNext:
    'Los códigos se buscan por su comienzo; los clientes, por nombre o correo; las cuponeras, por una parte del nombre.',
  choose: 'elegir',
  open: 'abrir',
  close: 'Cerrar',
}

/** The words of the field that finds everything. */
export const findWords = inLanguage(findEn, findEs)
