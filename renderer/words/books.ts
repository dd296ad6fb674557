import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const coupons = (count: number): string => (count === 1 ? '1 coupon' : `${formatNumber(count)} coupons`)
const couponsEs = (count: number): string => (count === 1 ? '1 cupón' : `${formatNumber(count)} cupones`)

const bookEn = {
  title: 'Books',
  search: 'Search books by name',
  filter: 'Which books',
  filters: { all: 'All books', on: 'Switched on', off: 'Switched off' },
  list: 'Books',
  name: 'Book',
  state: 'State',
  stock: 'Stock',
  free: 'Free',
  assigned: 'Assigned',
  locked: 'Locked',
  redeemed: 'Redeemed',
  void: 'Void',
  ends: 'Ends',
  noEnd: 'No end',
  noCodes: 'No codes yet',
  freeOf: (free: number, total: number) => `${formatNumber(free)} of ${formatNumber(total)} free`,
  newBook: 'New book',
  emptyTitle: 'Your first book',
  emptyNext:
    'A book holds the codes of one offer and its rules. Name it, then bring in the codes: from a CSV file, or pasted.',
  emptyForStaff: 'A manager makes the first book. Its coupons can then be assigned and redeemed.',
  makeFirst: 'Make the first book',
  noneTitle: 'No book fits',
  noneNext: 'Search for a part of its name, or look at all books.',
  showAll: 'Show all books',

  back: 'Books',
  tabs: 'Parts of the book',
  tab: {
    coupons: 'Coupons',
    redemptions: 'Redemptions',
    distributions: 'Distributions',
    rules: 'Rules',
    imports: 'Imports and generations',
  },
  freeOfTotal: (total: number) => (total === 0 ? 'free: the book is empty' : `free of ${coupons(total)}`),
  import: 'Import codes',
  generate: 'Generate codes',
  importShort: 'Import',
  generateShort: 'Generate',
  more: 'More to do with this book',
  history: 'History',
  assign: 'Assign coupons',
  switchOff: 'Switch off',
  switchOn: 'Switch on',
  switchOffTitle: (name: string) => `Switch off “${name}”?`,
  switchOffNext:
    'From this moment none of its coupons can be assigned, locked or redeemed. Nothing is lost: switched on again, it goes on as before.',
  switchOnTitle: (name: string) => `Switch on “${name}”?`,
  switchOnNext: 'Its coupons can be assigned, locked and redeemed again, within its days.',
  switchedOff: 'The book is switched off',
  switchedOn: 'The book is switched on',
  voidRest: 'Void the free codes',
} as const

const bookEs: Translated<typeof bookEn> = {
  title: 'Cuponeras',
  search: 'Buscar cuponeras por nombre',
  filter: 'Qué cuponeras',
  filters: { all: 'Todas', on: 'Activadas', off: 'Desactivadas' },
  list: 'Cuponeras',
  name: 'Cuponera',
  state: 'Estado',
  stock: 'Existencias',
  free: 'Libres',
  assigned: 'Asignados',
  locked: 'Bloqueados',
  redeemed: 'Canjeados',
  void: 'Anulados',
  ends: 'Termina',
  noEnd: 'Sin fin',
  noCodes: 'Aún sin códigos',
  freeOf: (free, total) =>
    `${formatNumber(free)} de ${formatNumber(total)} ${free === 1 ? 'libre' : 'libres'}`,
  newBook: 'Nueva cuponera',
  emptyTitle: 'Tu primera cuponera',
  emptyNext:
    'Una cuponera guarda los códigos de una oferta y sus reglas. Ponle nombre y trae después los códigos: de un archivo CSV, o pegados.',
  emptyForStaff:
    'La primera cuponera la crea un encargado. Después, sus cupones se pueden asignar y canjear.',
  makeFirst: 'Crear la primera cuponera',
  noneTitle: 'Ninguna cuponera coincide',
  noneNext: 'Busca una parte de su nombre, o mira todas las cuponeras.',
  showAll: 'Ver todas las cuponeras',

  back: 'Cuponeras',
  tabs: 'Partes de la cuponera',
  tab: {
    coupons: 'Cupones',
    redemptions: 'Canjes',
    distributions: 'Repartos',
    rules: 'Reglas',
    imports: 'Importaciones y generaciones',
  },
  freeOfTotal: (total) => (total === 0 ? 'libres: la cuponera está vacía' : `libres de ${couponsEs(total)}`),
  import: 'Importar códigos',
  generate: 'Generar códigos',
  importShort: 'Importar',
  generateShort: 'Generar',
  more: 'Más acciones con esta cuponera',
  history: 'Historial',
  assign: 'Asignar cupones',
  switchOff: 'Desactivar',
  switchOn: 'Activar',
  switchOffTitle: (name) => `¿Desactivar «${name}»?`,
  switchOffNext:
    'Desde este momento ninguno de sus cupones se puede asignar, bloquear ni canjear. No se pierde nada: al activarla de nuevo, sigue como antes.',
  switchOnTitle: (name) => `¿Activar «${name}»?`,
  switchOnNext: 'Sus cupones se pueden volver a asignar, bloquear y canjear, dentro de sus fechas.',
  switchedOff: 'La cuponera está desactivada',
  switchedOn: 'La cuponera está activada',
  voidRest: 'Anular los códigos libres',
}

/** The words of the list of books and of one book. */
export const bookWords = inLanguage(bookEn, bookEs)
