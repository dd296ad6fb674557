import type { Import, RejectReason } from '../../server/contracts/imports.ts'
import { formatNumber } from '../ui/format.ts'

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
const doubled: RejectGroup = {
  label: 'Twice in this file',
  hint: 'the first one counts',
  reasons: ['duplicate_in_file'],
}
const malformedPerson: RejectGroup = {
  label: 'Not right',
  hint: 'are left out',
  reasons: ['empty', 'malformed_row', 'invalid_email', 'invalid_name', 'invalid_external_id'],
}
const email = { label: 'Column with the e-mail', short: 'e-mail' }

export const targetWords: Record<Import['target'], TargetWords> = {
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
    groups: [
      doubled,
      { label: 'Already in this book', hint: 'stay as they are', reasons: ['duplicate_in_book'] },
      { label: 'In another book', hint: 'stay as they are', reasons: ['duplicate_in_store'] },
      {
        label: 'Not a code',
        hint: 'are left out',
        reasons: ['empty', 'too_long', 'invalid_characters', 'reserved', 'malformed_row'],
      },
    ],
    nothingNewNext: 'No line of it is a new code. Look at the lines above, or choose another file.',
    go: (count) => `Import ${codes(count)}`,
    running: 'Making the coupons',
    done: (count) => `${codes(count)} imported`,
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
    groups: [
      doubled,
      { label: 'Already in the store', hint: 'stay as they are', reasons: ['already_user'] },
      malformedPerson,
    ],
    nothingNewNext: 'No line of it is a new customer. Look at the lines above, or choose another file.',
    go: (count) => `Import ${customers(count)}`,
    running: 'Making the customers',
    done: (count) => `${customers(count)} imported`,
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
    groups: [
      doubled,
      { label: 'Already in the pool', hint: 'stay in it', reasons: ['already_member'] },
      { label: 'Not in the store', hint: 'make them customers first', reasons: ['unknown_user'] },
      malformedPerson,
    ],
    nothingNewNext: 'No line of it is a new member. Look at the lines above, or choose another file.',
    go: (count) => `Add ${members(count)}`,
    running: 'Adding the members',
    done: (count) => `${members(count)} added`,
    toHome: 'See the pool',
    sample: { name: 'members.csv', text: 'email\r\nana@example.com\r\njon@example.com\r\n' },
  },
}
