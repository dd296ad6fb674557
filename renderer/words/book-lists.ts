import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const coupons = (count: number): string => (count === 1 ? '1 coupon' : `${formatNumber(count)} coupons`)
const couponsEs = (count: number): string => (count === 1 ? '1 cupón' : `${formatNumber(count)} cupones`)
const freeEs = (count: number): string => (count === 1 ? '1 libre' : `${formatNumber(count)} libres`)

const listEn = {
  couponSearch: 'Search by code, name or e-mail',
  state: 'State',
  everyState: 'Every state',
  coupons: 'Coupons',
  exportAll: 'Export all as CSV',
  exportState: (state: string) => `Export “${state}” as CSV`,
  exportFile: (...parts: string[]) => `${parts.filter((part) => part !== '').join(' ')} codes.csv`,
  exportRedemptions: 'Export as CSV',
  redemptionsFile: (book: string) => `${book} redemptions.csv`,
  code: 'Code',
  owner: 'Owner',
  nobody: 'Nobody',
  uses: 'Uses',
  usesOf: (used: number, limit: number | null) =>
    limit === null ? formatNumber(used) : `${formatNumber(used)} of ${formatNumber(limit)}`,
  changed: 'Last change',
  given: 'Given',
  noCodesTitle: 'No codes yet',
  noCodesNext: 'Bring in the codes of this book: from a CSV file, or pasted from anywhere.',
  noCodesForStaff: 'A manager brings in the codes of this book.',
  noneTitle: 'No coupon fits',
  noneNext: 'Search for the beginning of a code, of an e-mail address, or a name.',
  showAll: 'Show all coupons',
  redemptions: 'Redemptions',
  receipt: 'Receipt',
  when: 'When',
  by: 'By',
  till: 'Till',
  noRedemptionsTitle: 'Nothing redeemed yet',
  noRedemptionsNext: 'Each use of a coupon of this book appears here, with who took it and at which till.',
} as const

const assignEn = {
  title: 'Assign coupons',
  ofBook: (book: string) => `Free coupons of “${book}”, drawn by chance.`,
  toPerson: (name: string) => `Free coupons for ${name}, drawn by chance.`,
  book: 'Book',
  chooseBook: 'Choose a book',
  bookChoice: (name: string, free: number) => `${name} · ${formatNumber(free)} free`,
  customer: 'Customer',
  count: 'How many',
  countHint: (free: number) => `From 1 to 100. ${formatNumber(free)} are free.`,
  countPlain: 'From 1 to 100.',
  countError: 'Type a whole number from 1 to 100.',
  give: (count: number, name: string | undefined) =>
    name === undefined ? `Give ${coupons(count)}` : `Give ${coupons(count)} to ${name}`,
  done: (count: number, name: string) => `${coupons(count)} given to ${name}`,
  copyAll: 'Copy all codes',
  copied: 'Copied',
  again: 'Give more',
  close: 'Done',
} as const

const listEs: Translated<typeof listEn> = {
  couponSearch: 'Código, nombre o correo',
  state: 'Estado',
  everyState: 'Todos los estados',
  coupons: 'Cupones',
  exportAll: 'Exportar todo como CSV',
  exportState: (state) => `Exportar «${state}» como CSV`,
  exportFile: (...parts) => `${parts.filter((part) => part !== '').join(' ')} códigos.csv`,
  exportRedemptions: 'Exportar como CSV',
  redemptionsFile: (book) => `${book} canjes.csv`,
  code: 'Código',
  owner: 'Titular',
  nobody: 'Nadie',
  uses: 'Usos',
  usesOf: (used, limit) =>
    limit === null ? formatNumber(used) : `${formatNumber(used)} de ${formatNumber(limit)}`,
  changed: 'Último cambio',
  given: 'Asignado',
  noCodesTitle: 'Aún no hay códigos',
  noCodesNext: 'Trae los códigos de esta cuponera: de un archivo CSV, o pegados de donde sea.',
  noCodesForStaff: 'Los códigos de esta cuponera los trae un encargado.',
  noneTitle: 'Ningún cupón coincide',
  noneNext: 'Busca el principio de un código o de un correo electrónico, o un nombre.',
  showAll: 'Ver todos los cupones',
  redemptions: 'Canjes',
  receipt: 'Recibo',
  when: 'Cuándo',
  by: 'Por',
  till: 'Caja',
  noRedemptionsTitle: 'Aún no se ha canjeado nada',
  noRedemptionsNext: 'Cada uso de un cupón de esta cuponera aparece aquí, con quién lo canjeó y en qué caja.',
}

const assignEs: Translated<typeof assignEn> = {
  title: 'Asignar cupones',
  ofBook: (book) => `Cupones libres de «${book}», elegidos al azar.`,
  toPerson: (name) => `Cupones libres para ${name}, elegidos al azar.`,
  book: 'Cuponera',
  chooseBook: 'Elige una cuponera',
  bookChoice: (name, free) => `${name} · ${freeEs(free)}`,
  customer: 'Cliente',
  count: 'Cuántos',
  countHint: (free) => `De 1 a 100. Hay ${freeEs(free)}.`,
  countPlain: 'De 1 a 100.',
  countError: 'Escribe un número entero de 1 a 100.',
  give: (count, name) =>
    name === undefined ? `Asignar ${couponsEs(count)}` : `Asignar ${couponsEs(count)} a ${name}`,
  done: (count, name) => `${couponsEs(count)} ${count === 1 ? 'asignado' : 'asignados'} a ${name}`,
  copyAll: 'Copiar todos los códigos',
  copied: 'Copiado',
  again: 'Asignar más',
  close: 'Listo',
}

/** The words of a book's lists: coupons, redemptions, imports. */
export const bookListWords = inLanguage(listEn, listEs)

/** The words of giving free coupons to a customer. */
export const assignWords = inLanguage(assignEn, assignEs)
