import type { StateLook } from '../ui/state-look.ts'
import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const en = {
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

const es: Translated<typeof en> = {
  lead: 'Una clave deja que otro programa, como una tienda web, actúe en la tienda por sí mismo. Cada programa tiene la suya.',
  list: 'Claves de API',
  newKey: 'Nueva clave de API',
  name: 'Nombre',
  role: 'Función',
  books: 'Cuponeras',
  allBooks: 'Todas las cuponeras',
  someBooks: (count) => (count === 1 ? '1 cuponera' : `${formatNumber(count)} cuponeras`),
  made: 'Creada',
  by: (name) => `por ${name}`,
  lastUsed: 'Último uso',
  neverUsed: 'Nunca',
  ends: 'Termina',
  noEnd: 'Nunca',
  state: 'Estado',
  actions: 'Acciones',
  revoke: 'Revocar',
  revokeOne: (name) => `Revocar ${name}`,
  revokeTitle: (name) => `¿Revocar «${name}»?`,
  revokeNext:
    'El programa que la usa queda rechazado en un segundo y para siempre. Lo que hizo sigue en el historial. Su nombre queda libre para una clave nueva.',
  revokeConfirm: 'Revocar la clave',
  revoked: (name) => `«${name}» está revocada`,
  emptyTitle: 'Aún no hay claves de API',
  emptyNext: 'Crea una para cada programa que deba consultar, asignar o canjear cupones sin una persona.',

  newTitle: 'Una clave de API nueva',
  nameHint: 'Para qué programa es, por ejemplo «Tienda web».',
  nameNeeded: 'Di para qué programa es.',
  nameTaken: 'Otra clave tiene este nombre. Revoca primero esa, o elige otro nombre.',
  roleHints: {
    customer: 'Actúa solo sobre sus propios cupones. Pocos programas lo necesitan.',
    staff: 'Consulta, asigna, bloquea y canjea, como alguien en una caja.',
    manager: 'También crea cuponeras, importa códigos y ve los informes.',
  },
  scope: 'En qué cuponeras actúa',
  scopes: {
    all: { label: 'Todas las cuponeras', hint: 'También las que se creen después.' },
    some: { label: 'Solo estas cuponeras', hint: 'Las demás no existen para ella.' },
  },
  findBook: 'Buscar una cuponera por nombre',
  foundBooks: 'Cuponeras encontradas',
  findHint: 'Elige una o varias.',
  noBook: (typed) => `No hay ninguna cuponera con «${typed}».`,
  found: (count) => (count === 1 ? '1 cuponera encontrada' : `${formatNumber(count)} cuponeras encontradas`),
  chosenBooks: 'Cuponeras elegidas',
  drop: (name) => `Sacar ${name} de la lista`,
  booksNeeded: 'Elige al menos una cuponera, o deja que actúe en todas.',
  expires: 'Último día',
  expiresHint: (zone) => `Sirve hasta el final de este día en ${zone}. Déjalo vacío para que no termine.`,
  past: 'Elige hoy o un día posterior.',
  create: 'Crear la clave',

  madeTitle: (name) => `La clave de «${name}»`,
  once: 'Cópiala ahora: solo se muestra esta vez',
  onceNext:
    'Aquí no se guarda, solo aquello por lo que se la reconoce. Si se pierde, revócala y crea otra. Quien la tenga puede hacer lo que su función permite.',
  key: 'Clave de API',
  example: 'Pruébala',
  done: 'Ya la copié',
}

/** The words of the API keys. */
export const keyWords = inLanguage(en, es)

const standings = inLanguage(
  { active: 'Active', ended: 'Ran out', revoked: 'Revoked' },
  { active: 'Activa', ended: 'Caducada', revoked: 'Revocada' },
)

export const keyLook = {
  active: { word: standings.active, tone: 'good', shape: 'dot' },
  ended: { word: standings.ended, tone: 'over', shape: 'bar' },
  revoked: { word: standings.revoked, tone: 'refused', shape: 'cross' },
} as const satisfies Record<string, StateLook>
