import type { Distribution, SkipReason } from '../../server/contracts/distributions.ts'
import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const codes = (count: number): string => (count === 1 ? '1 code' : `${formatNumber(count)} codes`)
const people = (count: number): string => (count === 1 ? '1 person' : `${formatNumber(count)} people`)
const members = (count: number): string => (count === 1 ? '1 member' : `${formatNumber(count)} members`)
const free = (count: number): string => `${formatNumber(count)} free`

const codesEs = (count: number): string => (count === 1 ? '1 código' : `${formatNumber(count)} códigos`)
const peopleEs = (count: number): string => (count === 1 ? '1 persona' : `${formatNumber(count)} personas`)
const membersEs = (count: number): string => (count === 1 ? '1 miembro' : `${formatNumber(count)} miembros`)
const freeEs = (count: number): string => (count === 1 ? '1 libre' : `${formatNumber(count)} libres`)
const deactivatedEs = (count: number): string =>
  `${formatNumber(count)} ${count === 1 ? 'desactivado' : 'desactivados'}`

const distributeEn = {
  title: 'Distribute codes',
  lead: 'Free codes of a book go to the members of a pool, all in one moment. Nothing happens before you press the button.',
  verb: 'Distribute',
  books: 'Books',

  book: 'Book',
  bookSearch: 'Search books by name',
  booksFound: 'Books found',
  bookNote: (unassigned: number) => free(unassigned),
  noBook: (typed: string) => (typed === '' ? 'There is no book yet.' : `No book is called like “${typed}”.`),
  pool: 'Pool',
  poolSearch: 'Search pools by name',
  poolsFound: 'Pools found',
  poolNote: members,
  noPool: (typed: string) => (typed === '' ? 'There is no pool yet.' : `No pool is called like “${typed}”.`),
  found: (count: number) => `${formatNumber(count)} found`,
  searching: 'Searching',
  change: 'Change',

  mode: 'Who gets how many',
  modes: {
    equal: { label: 'The same for each', hint: 'Every member gets the same number of codes.' },
    random: { label: 'By chance', hint: 'A number of codes is spread over the members by lot.' },
  },
  each: 'Codes for each member',
  eachHint: 'From 1 to 1,000.',
  total: 'Codes in all',
  totalHint: 'Left empty: all that are free.',
  wholeNumber: (most: number) => `Type a whole number from 1 to ${formatNumber(most)}.`,
  shortage: 'When there are too few codes',
  shortages: {
    refuse: { label: 'Give nobody any', hint: 'All get theirs, or nothing happens.' },
    partial: { label: 'As far as it goes', hint: 'Some get theirs; the report says who did not.' },
  },

  preFlight: 'What will happen',
  standsHere: 'What would happen stands here before anything does.',
  waitsForBoth: 'Choose a book and a pool.',
  waitsForBook: 'Choose a book.',
  waitsForPool: 'Choose a pool.',
  waitsForNumber: 'Correct the number first.',
  checking: 'Counting…',
  begun: 'The codes are being given',
  canReceive: (able: number, all: number) => `${formatNumber(able)} of ${formatNumber(all)} can receive`,
  takes: 'Codes it takes',
  given: 'Codes given',
  reached: 'Members who get theirs',
  short: 'Codes short',
  free: 'Free codes in the book',
  after: 'Free codes left in the book',
  byChance: 'Who gets how many is drawn when it happens.',
  leftOut: (count: number) => (count === 1 ? '1 gets nothing' : `${formatNumber(count)} get nothing`),
  leftOutShown: (shown: number, all: number) =>
    `The first ${formatNumber(shown)} of ${formatNumber(all)} who get nothing`,
  skipCounts: {
    inactive: (count: number) => `${formatNumber(count)} deactivated`,
    assignment_limit_reached: (count: number) => `${formatNumber(count)} at their limit`,
    no_codes_left: (count: number) => `${formatNumber(count)} for whom no code is left`,
  } satisfies Record<SkipReason, (count: number) => string>,
  atLimitOrInactive: (count: number) => `${formatNumber(count)} deactivated or at their limit`,
  codesShort: (count: number) => `${codes(count)} short`,

  giveNothing: 'Give codes',
  give: (mode: Distribution['mode'], given: number, to: number) =>
    mode === 'equal' ? `Give ${codes(given)} to ${people(to)}` : `Give ${codes(given)} among ${people(to)}`,
} as const

const refusalsEn = {
  poolEmpty: {
    title: 'Nobody in this pool can receive',
    next: 'It has no active member. Add customers to it, then come back.',
  },
  poolInactive: { title: 'This pool is switched off', next: 'Switch it on, or choose another one.' },
  bookExhausted: {
    title: 'No code of this book is free',
    next: 'Import or generate more codes, or choose another book.',
  },
  notEnough: (needed: number, available: number) => ({
    title: `Too few codes: ${formatNumber(needed)} needed, ${formatNumber(available)} free`,
    next: 'Give as far as it goes, give fewer to each, or add codes to the book.',
  }),
  notEnoughByChance: (needed: number, available: number) => ({
    title: `Too few codes: ${formatNumber(needed)} asked for, ${formatNumber(available)} free`,
    next: 'Give as far as it goes, ask for fewer, or add codes to the book.',
  }),
  allAtLimit: (limit: number) => ({
    title: 'Every member holds all that this book allows',
    next: `It allows ${codes(limit)} for each customer. Raise that in its rules, give fewer to each, or choose another book.`,
  }),
  noRoom: (needed: number, room: number) => ({
    title: `The members may hold ${codes(room)} more of this book, not ${formatNumber(needed)}`,
    next: 'Give as far as it goes, ask for fewer, or raise the limit for each customer in the rules of the book.',
  }),
  bookInactive: { title: 'This book is switched off', next: 'Switch it on, or choose another one.' },
  bookExpired: {
    title: 'This book has ended',
    next: 'Nobody could use its codes. Move its last day, or choose another book.',
  },
  bookNotStarted: {
    title: 'This book has not started yet',
    next: 'Its codes can be given from its first day on. Move that day, or come back then.',
  },
  ways: {
    members: 'Add members',
    pool: 'Open the pool',
    book: 'Open the book',
    rules: 'See its rules',
    import: 'Import codes',
    generate: 'Generate codes',
    partial: 'As far as it goes',
  },
} as const

const distributeEs: Translated<typeof distributeEn> = {
  title: 'Repartir códigos',
  lead: 'Los códigos libres de una cuponera van a los miembros de un grupo, todos de una vez. No pasa nada hasta que pulses el botón.',
  verb: 'Repartir',
  books: 'Cuponeras',

  book: 'Cuponera',
  bookSearch: 'Buscar cuponeras por nombre',
  booksFound: 'Cuponeras encontradas',
  bookNote: (unassigned) => freeEs(unassigned),
  noBook: (typed) =>
    typed === '' ? 'Aún no hay ninguna cuponera.' : `Ninguna cuponera se llama como «${typed}».`,
  pool: 'Grupo',
  poolSearch: 'Buscar grupos por nombre',
  poolsFound: 'Grupos encontrados',
  poolNote: membersEs,
  noPool: (typed) => (typed === '' ? 'Aún no hay ningún grupo.' : `Ningún grupo se llama como «${typed}».`),
  found: (count) => `${formatNumber(count)} en la lista`,
  searching: 'Buscando',
  change: 'Cambiar',

  mode: 'A quién le tocan cuántos',
  modes: {
    equal: { label: 'Lo mismo para cada uno', hint: 'Cada miembro recibe el mismo número de códigos.' },
    random: { label: 'Al azar', hint: 'Un número de códigos se sortea entre los miembros.' },
  },
  each: 'Códigos por miembro',
  eachHint: `De 1 a ${formatNumber(1000)}.`,
  total: 'Códigos en total',
  totalHint: 'Vacío: todos los que estén libres.',
  wholeNumber: (most) => `Escribe un número entero de 1 a ${formatNumber(most)}.`,
  shortage: 'Si no alcanzan los códigos',
  shortages: {
    refuse: { label: 'No dar ninguno', hint: 'O reciben todos lo suyo, o no pasa nada.' },
    partial: { label: 'Hasta donde alcance', hint: 'Algunos reciben lo suyo; el informe dice quién no.' },
  },

  preFlight: 'Qué va a pasar',
  standsHere: 'Lo que pasaría aparece aquí antes de que pase nada.',
  waitsForBoth: 'Elige una cuponera y un grupo.',
  waitsForBook: 'Elige una cuponera.',
  waitsForPool: 'Elige un grupo.',
  waitsForNumber: 'Corrige primero el número.',
  checking: 'Contando…',
  begun: 'Se están repartiendo los códigos',
  canReceive: (able, all) =>
    `${formatNumber(able)} de ${formatNumber(all)} ${able === 1 ? 'puede' : 'pueden'} recibir`,
  takes: 'Códigos necesarios',
  given: 'Códigos que se reparten',
  reached: 'Miembros que reciben lo suyo',
  short: 'Códigos que faltan',
  free: 'Códigos libres en la cuponera',
  after: 'Códigos libres que quedan',
  byChance: 'A quién le tocan cuántos se sortea en el momento.',
  leftOut: (count) => (count === 1 ? '1 no recibe nada' : `${formatNumber(count)} no reciben nada`),
  leftOutShown: (shown, all) =>
    `Los primeros ${formatNumber(shown)} de ${formatNumber(all)} que no reciben nada`,
  skipCounts: {
    inactive: deactivatedEs,
    assignment_limit_reached: (count) => `${formatNumber(count)} en su límite`,
    no_codes_left: (count) => `${formatNumber(count)} sin código disponible`,
  },
  atLimitOrInactive: (count) => `${deactivatedEs(count)} o en su límite`,
  codesShort: (count) => (count === 1 ? 'Falta 1 código' : `Faltan ${codesEs(count)}`),

  giveNothing: 'Repartir códigos',
  give: (mode, given, to) =>
    mode === 'equal'
      ? `Repartir ${codesEs(given)} a ${peopleEs(to)}`
      : `Repartir ${codesEs(given)} entre ${peopleEs(to)}`,
}

const refusalsEs: Translated<typeof refusalsEn> = {
  poolEmpty: {
    title: 'Nadie de este grupo puede recibir',
    next: 'No tiene ningún miembro activo. Añade clientes y vuelve aquí.',
  },
  poolInactive: { title: 'Este grupo está desactivado', next: 'Actívalo, o elige otro.' },
  bookExhausted: {
    title: 'No queda ningún código libre en esta cuponera',
    next: 'Importa o genera más códigos, o elige otra cuponera.',
  },
  notEnough: (needed, available) => ({
    title: `No alcanzan los códigos: hacen falta ${formatNumber(needed)}, hay ${freeEs(available)}`,
    next: 'Reparte hasta donde alcance, da menos a cada uno, o añade códigos a la cuponera.',
  }),
  notEnoughByChance: (needed, available) => ({
    title: `No alcanzan los códigos: pides ${formatNumber(needed)}, hay ${freeEs(available)}`,
    next: 'Reparte hasta donde alcance, pide menos, o añade códigos a la cuponera.',
  }),
  allAtLimit: (limit) => ({
    title: 'Todos los miembros tienen ya lo que esta cuponera permite',
    next: `Permite ${codesEs(limit)} por cliente. Súbelo en sus reglas, da menos a cada uno, o elige otra cuponera.`,
  }),
  noRoom: (needed, room) => ({
    title: `Los miembros pueden recibir ${codesEs(room)} más de esta cuponera, no ${formatNumber(needed)}`,
    next: 'Reparte hasta donde alcance, pide menos, o sube el límite por cliente en las reglas de la cuponera.',
  }),
  bookInactive: { title: 'Esta cuponera está desactivada', next: 'Actívala, o elige otra.' },
  bookExpired: {
    title: 'Esta cuponera ha terminado',
    next: 'Nadie podría usar sus códigos. Mueve su último día, o elige otra cuponera.',
  },
  bookNotStarted: {
    title: 'Esta cuponera aún no ha empezado',
    next: 'Sus códigos se pueden repartir desde su primer día. Mueve ese día, o vuelve entonces.',
  },
  ways: {
    members: 'Añadir miembros',
    pool: 'Abrir el grupo',
    book: 'Abrir la cuponera',
    rules: 'Ver sus reglas',
    import: 'Importar códigos',
    generate: 'Generar códigos',
    partial: 'Hasta donde alcance',
  },
}

/** The words of choosing who gets what, and of what would happen. */
export const distributeWords = inLanguage(distributeEn, distributeEs)

/** Why nothing is given, in the words of whoever distributes: what happened, and what to do. */
export const distributionRefusals = inLanguage(refusalsEn, refusalsEs)
