import type { ImportRecord } from '../../server/contracts/imports.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const en = {
  title: 'Imports',
  lead: 'Every file that was imported, with its report and the lines that were refused.',
  list: 'Imports',
  filter: 'What was imported',
  targets: { '': 'Everything', codes: 'Codes', users: 'Customers', pool_users: 'Members of pools' },
  file: 'File',
  target: 'Into',
  into: ({ target, book_name, pool_name }: ImportRecord) =>
    target === 'users'
      ? 'Customers'
      : target === 'codes'
        ? (book_name ?? 'A book')
        : (pool_name ?? 'A pool that was deleted'),
  imported: 'Imported',
  refused: 'Refused',
  noFile: 'A list without a file',
  emptyTitle: 'Nothing imported yet',
  emptyNext: 'Each import appears here with its report and every line that was refused.',
  emptyGo: 'Choose a book to import into',
  noneTitle: 'No import of this kind yet',
  showAll: 'Show all imports',
} as const

const es: Translated<typeof en> = {
  title: 'Importaciones',
  lead: 'Cada archivo que se importó, con su informe y las líneas rechazadas.',
  list: 'Importaciones',
  filter: 'Qué se importó',
  targets: { '': 'Todo', codes: 'Códigos', users: 'Clientes', pool_users: 'Miembros de grupos' },
  file: 'Archivo',
  target: 'Destino',
  into: ({ target, book_name, pool_name }) =>
    target === 'users'
      ? 'Clientes'
      : target === 'codes'
        ? (book_name ?? 'Una cuponera')
        : (pool_name ?? 'Un grupo eliminado'),
  imported: 'Importadas',
  refused: 'Rechazadas',
  noFile: 'Una lista sin archivo',
  emptyTitle: 'Aún no se ha importado nada',
  emptyNext: 'Cada importación aparece aquí con su informe y todas las líneas rechazadas.',
  emptyGo: 'Elegir una cuponera para importar',
  noneTitle: 'Aún no hay importaciones de este tipo',
  showAll: 'Ver todas las importaciones',
}

/** The words of the history of imports. */
export const importHistoryWords = inLanguage(en, es)
