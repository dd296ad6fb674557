import type { ImportRecord } from '../../server/contracts/imports.ts'

/** The words of the history of imports. */
export const importHistoryWords = {
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
  state: 'State',
  imported: 'Imported',
  refused: 'Refused',
  by: 'By',
  when: 'When',
  noFile: 'A list without a file',
  emptyTitle: 'Nothing imported yet',
  emptyNext: 'Each import appears here with its report and every line that was refused.',
  noneTitle: 'No import of this kind yet',
  showAll: 'Show all imports',
} as const
