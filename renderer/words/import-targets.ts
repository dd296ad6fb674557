import type { Import, RejectReason } from '../../server/contracts/imports.ts'
import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

/** Refused lines of which the same is to be done. */
export interface RejectGroup {
  label: string
  hint: string
  reasons: readonly RejectReason[]
}

/** The words of an import that depend on what it makes. */
export interface TargetWords {
  title: string
  /** The way back while the name of the book or pool is not known. */
  back: string
  dropLabel: string
  dropHint: string
  /** The columns a file may have, by their fields: in the form, and over the preview. */
  columns: Record<string, { label: string; short: string }>
  askTitle: string
  askNext: string
  groups: readonly RejectGroup[]
  nothingNewNext: string
  go: (count: number) => string
  running: string
  done: (count: number) => string
  toHome: string
  sample: { name: string; text: string }
}

const counted = (one: string, many: string) => (count: number) =>
  count === 1 ? `1 ${one}` : `${formatNumber(count)} ${many}`
const codes = counted('code', 'codes')
const customers = counted('customer', 'customers')
const members = counted('member', 'members')

const usual = 'Comma, semicolon or tab; any usual encoding; up to 200 MB.'
const email = { label: 'Column with the e-mail', short: 'e-mail' }

const en = {
  groups: {
    doubled: { label: 'Twice in this file', hint: 'the first one counts' },
    inBook: { label: 'Already in this book', hint: 'stay as they are' },
    inStore: { label: 'In another book', hint: 'stay as they are' },
    noCode: { label: 'Not a code', hint: 'are left out' },
    known: { label: 'Already in the store', hint: 'stay as they are' },
    inPool: { label: 'Already in the pool', hint: 'stay in it' },
    unknown: { label: 'Not in the store', hint: 'make them customers first' },
    malformed: { label: 'Not right', hint: 'are left out' },
  },
  codes: {
    title: 'Import codes',
    back: 'Book',
    dropLabel: 'A CSV file with one code on each line',
    dropHint: `Or a table with a column “code”, and “max_redemptions” for the uses of each. ${usual}`,
    columns: {
      column: { label: 'Column with the codes', short: 'codes' },
      max_redemptions_column: { label: 'Column with the uses', short: 'uses' },
    },
    askTitle: 'Which column holds the codes?',
    askNext:
      'The file has several columns, and none of them is called “code”. Choose it here or in the table.',
    nothingNewNext: 'No line of it is a new code. Look at the lines above, or choose another file.',
    go: (count: number) => `Import ${codes(count)}`,
    running: 'Making the coupons',
    done: (count: number) => `${codes(count)} imported`,
    toHome: 'See the book',
    sample: {
      name: 'codes.csv',
      text: 'code,max_redemptions\r\nSUMMER-0001,1\r\nSUMMER-0002,1\r\nTEN-COFFEES,10\r\n',
    },
  },
  users: {
    title: 'Import customers',
    back: 'Customers',
    dropLabel: 'A CSV file with one customer on each line',
    dropHint: `With the columns “name”, “email” and, if you like, “external_id”: your own number for the person. ${usual}`,
    columns: {
      email_column: email,
      name_column: { label: 'Column with the name', short: 'name' },
      external_id_column: { label: 'Column with your number', short: 'number' },
    },
    askTitle: 'Which columns hold the name and the e-mail?',
    askNext: 'The first line does not call them “name” and “email”. Choose them beside the table.',
    nothingNewNext: 'No line of it is a new customer. Look at the lines above, or choose another file.',
    go: (count: number) => `Import ${customers(count)}`,
    running: 'Making the customers',
    done: (count: number) => `${customers(count)} imported`,
    toHome: 'See the customers',
    sample: {
      name: 'customers.csv',
      text: 'name,email,external_id\r\nAna Alba,ana@example.com,C-0001\r\nJon Berg,jon@example.com,\r\n',
    },
  },
  pool_users: {
    title: 'Import members',
    back: 'Pool',
    dropLabel: 'A CSV file with one e-mail address on each line',
    dropHint: `Or a table with a column “email”. They must be customers of the store already. ${usual}`,
    columns: { email_column: email },
    askTitle: 'Which column holds the e-mail addresses?',
    askNext: 'None of them is called “email”. Choose it here or in the table.',
    nothingNewNext: 'No line of it is a new member. Look at the lines above, or choose another file.',
    go: (count: number) => `Add ${members(count)}`,
    running: 'Adding the members',
    done: (count: number) => `${members(count)} added`,
    toHome: 'See the pool',
    sample: { name: 'members.csv', text: 'email\r\nana@example.com\r\njon@example.com\r\n' },
  },
} as const

const codesEs = counted('código', 'códigos')
const customersEs = counted('cliente', 'clientes')
const membersEs = counted('miembro', 'miembros')

const usualEs = 'Coma, punto y coma o tabulador; cualquier codificación habitual; hasta 200 MB.'
const emailEs = { label: 'Columna del correo electrónico', short: 'correo electrónico' }

const es: Translated<typeof en> = {
  groups: {
    doubled: { label: 'Repetidas en este archivo', hint: 'vale la primera' },
    inBook: { label: 'Ya en esta cuponera', hint: 'se quedan como están' },
    inStore: { label: 'En otra cuponera', hint: 'se quedan como están' },
    noCode: { label: 'No son códigos', hint: 'se dejan fuera' },
    known: { label: 'Ya en la tienda', hint: 'se quedan como están' },
    inPool: { label: 'Ya en el grupo', hint: 'siguen en él' },
    unknown: { label: 'No están en la tienda', hint: 'créalos antes como clientes' },
    malformed: { label: 'Incorrectas', hint: 'se dejan fuera' },
  },
  codes: {
    title: 'Importar códigos',
    back: 'Cuponera',
    dropLabel: 'Un archivo CSV con un código en cada línea',
    dropHint: `O una tabla con una columna «code», y «max_redemptions» para los usos de cada uno. ${usualEs}`,
    columns: {
      column: { label: 'Columna de los códigos', short: 'códigos' },
      max_redemptions_column: { label: 'Columna de los usos', short: 'usos' },
    },
    askTitle: '¿Qué columna tiene los códigos?',
    askNext: 'El archivo tiene varias columnas y ninguna se llama «code». Elígela aquí o en la tabla.',
    nothingNewNext:
      'Ninguna de sus líneas es un código nuevo. Mira las líneas de arriba, o elige otro archivo.',
    go: (count) => `Importar ${codesEs(count)}`,
    running: 'Creando los cupones',
    done: (count) => `${codesEs(count)} ${count === 1 ? 'importado' : 'importados'}`,
    toHome: 'Ver la cuponera',
    sample: {
      name: 'codigos.csv',
      text: 'code,max_redemptions\r\nVERANO-0001,1\r\nVERANO-0002,1\r\nDIEZ-CAFES,10\r\n',
    },
  },
  users: {
    title: 'Importar clientes',
    back: 'Clientes',
    dropLabel: 'Un archivo CSV con un cliente en cada línea',
    dropHint: `Con las columnas «name», «email» y, si quieres, «external_id»: tu propio número para la persona. ${usualEs}`,
    columns: {
      email_column: emailEs,
      name_column: { label: 'Columna del nombre', short: 'nombre' },
      external_id_column: { label: 'Columna de tu número', short: 'número' },
    },
    askTitle: '¿Qué columnas tienen el nombre y el correo electrónico?',
    askNext: 'La primera línea no las llama «name» y «email». Elígelas junto a la tabla.',
    nothingNewNext:
      'Ninguna de sus líneas es un cliente nuevo. Mira las líneas de arriba, o elige otro archivo.',
    go: (count) => `Importar ${customersEs(count)}`,
    running: 'Creando los clientes',
    done: (count) => `${customersEs(count)} ${count === 1 ? 'importado' : 'importados'}`,
    toHome: 'Ver los clientes',
    sample: {
      name: 'clientes.csv',
      text: 'name,email,external_id\r\nAna Alba,ana@example.com,C-0001\r\nLuis Peña,luis@example.com,\r\n',
    },
  },
  pool_users: {
    title: 'Importar miembros',
    back: 'Grupo',
    dropLabel: 'Un archivo CSV con una dirección de correo electrónico en cada línea',
    dropHint: `O una tabla con una columna «email». Tienen que ser ya clientes de la tienda. ${usualEs}`,
    columns: { email_column: emailEs },
    askTitle: '¿Qué columna tiene las direcciones de correo electrónico?',
    askNext: 'Ninguna se llama «email». Elígela aquí o en la tabla.',
    nothingNewNext:
      'Ninguna de sus líneas es un miembro nuevo. Mira las líneas de arriba, o elige otro archivo.',
    go: (count) => `Añadir ${membersEs(count)}`,
    running: 'Añadiendo los miembros',
    done: (count) => `${membersEs(count)} ${count === 1 ? 'añadido' : 'añadidos'}`,
    toHome: 'Ver el grupo',
    sample: { name: 'miembros.csv', text: 'email\r\nana@example.com\r\nluis@example.com\r\n' },
  },
}

const { groups, codes: ofCodes, users: ofUsers, pool_users: ofMembers } = inLanguage(en, es)

const doubled: RejectGroup = { ...groups.doubled, reasons: ['duplicate_in_file'] }
const malformedPerson: RejectGroup = {
  ...groups.malformed,
  reasons: ['empty', 'malformed_row', 'invalid_email', 'invalid_name', 'invalid_external_id'],
}

export const targetWords: Record<Import['target'], TargetWords> = {
  codes: {
    ...ofCodes,
    groups: [
      doubled,
      { ...groups.inBook, reasons: ['duplicate_in_book'] },
      { ...groups.inStore, reasons: ['duplicate_in_store'] },
      {
        ...groups.noCode,
        reasons: ['empty', 'too_long', 'invalid_characters', 'reserved', 'malformed_row'],
      },
    ],
  },
  users: {
    ...ofUsers,
    groups: [doubled, { ...groups.known, reasons: ['already_user'] }, malformedPerson],
  },
  pool_users: {
    ...ofMembers,
    groups: [
      doubled,
      { ...groups.inPool, reasons: ['already_member'] },
      { ...groups.unknown, reasons: ['unknown_user'] },
      malformedPerson,
    ],
  },
}
