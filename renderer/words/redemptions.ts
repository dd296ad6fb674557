import { inLanguage, type Translated } from '../ui/language.ts'

const en = {
  title: 'Redemptions',
  lead: 'Each use of a coupon, the newest first. Those that were undone stay in the list.',
  hour: 'Hour of day',
  anyHour: 'At any hour',
  by: 'By',
  byAnybody: 'By anybody',
  customer: 'Of',
  anyCustomer: 'Of any customer',
  export: 'Export CSV',
  exportTitle: 'All redemptions that are listed, as a file.',
  fileName: 'redemptions.csv',
  noneTitle: 'No redemption fits',
  noneNext: 'Choose more days, or take the filters away.',
  emptyTitle: 'Nothing redeemed yet',
  emptyNext: 'Each use of a coupon appears here, with who took it and at which till.',
} as const

const es: Translated<typeof en> = {
  title: 'Canjes',
  lead: 'Cada uso de un cupón, lo más nuevo primero. Los que se deshicieron siguen en la lista.',
  hour: 'Hora del día',
  anyHour: 'A cualquier hora',
  by: 'Por',
  byAnybody: 'Por cualquiera',
  customer: 'De',
  anyCustomer: 'De cualquiera',
  export: 'Exportar CSV',
  exportTitle: 'Todos los canjes de la lista, en un archivo.',
  fileName: 'canjes.csv',
  noneTitle: 'No encaja ningún canje',
  noneNext: 'Elige más días, o quita los filtros.',
  emptyTitle: 'Aún no hay nada canjeado',
  emptyNext: 'Cada uso de un cupón aparece aquí, con quién lo tomó y en qué caja.',
}

/** The words of the list of all redemptions. */
export const redemptionListWords = inLanguage(en, es)
