import type { StateLook } from '../ui/state-look.ts'
import { formatNumber } from '../ui/format.ts'

/** The words of the API keys. */
export const keyWords = {
  lead: 'A key lets another program, such as a web shop, act in the store as itself. Each program gets its own.',
  list: 'API keys',
  newKey: 'New API key',
  name: 'Name',
  role: 'Role',
  books: 'Books',
  allBooks: 'All books',
  someBooks: (count: number) => (count === 1 ? '1 book' : `${formatNumber(count)} books`),
  made: 'Made',
  by: (name: string) => `by ${name}`,
  lastUsed: 'Last used',
  neverUsed: 'Never',
  ends: 'Ends',
  noEnd: 'Never',
  state: 'State',
  actions: 'Actions',
  revoke: 'Revoke',
  revokeOne: (name: string) => `Revoke ${name}`,
  revokeTitle: (name: string) => `Revoke “${name}”?`,
  revokeNext:
    'The program that uses it is refused within a second, for good. What it did stays in the history. Its name is free again for a new key.',
  revokeConfirm: 'Revoke the key',
  revoked: (name: string) => `“${name}” is revoked`,
  emptyTitle: 'No API key yet',
  emptyNext: 'Make one for each program that is to look up, assign or redeem coupons without a person.',

  newTitle: 'A new API key',
  nameHint: 'Which program it is for, such as “Web shop”.',
  nameNeeded: 'Say which program it is for.',
  nameTaken: 'Another key has this name. Revoke that one first, or choose another name.',
  roleHints: {
    customer: 'Acts on coupons that are its own alone. Few programs need this.',
    staff: 'Looks up, assigns, locks and redeems, as somebody at a till.',
    manager: 'Makes books and imports codes, too, and sees reports.',
  },
  scope: 'In which books it acts',
  scopes: {
    all: { label: 'All books', hint: 'Those that are made later, too.' },
    some: { label: 'Only these books', hint: 'Others do not exist for it.' },
  },
  findBook: 'Find a book by name',
  foundBooks: 'Books found',
  findHint: 'Choose one or more.',
  noBook: (typed: string) => `No book found for “${typed}”.`,
  found: (count: number) => (count === 1 ? '1 book found' : `${formatNumber(count)} books found`),
  chosenBooks: 'Chosen books',
  drop: (name: string) => `Take ${name} out again`,
  booksNeeded: 'Choose at least one book, or let it act in all.',
  expires: 'Last day',
  expiresHint: (zone: string) => `It works to the end of this day in ${zone}. Leave it empty for no end.`,
  past: 'Choose today or a later day.',
  create: 'Make the key',

  madeTitle: (name: string) => `The key of “${name}”`,
  once: 'Copy it now: it is shown this once',
  onceNext:
    'It is not kept here, only what it can be recognised by. If it is lost, revoke it and make another. Whoever has it can do what its role may.',
  key: 'API key',
  example: 'Try it',
  done: 'I have copied it',
} as const

export const keyLook = {
  active: { word: 'Active', tone: 'good', shape: 'dot' },
  ended: { word: 'Ran out', tone: 'over', shape: 'bar' },
  revoked: { word: 'Revoked', tone: 'refused', shape: 'cross' },
} as const satisfies Record<string, StateLook>
