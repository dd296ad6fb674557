import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const stepsEn = {
  title: 'First steps',
  lead: 'From an empty store to the first redeemed coupon. A step is ticked once it is really there.',
  progress: (done: number, all: number) => `${formatNumber(done)} of ${formatNumber(all)} done`,
  putAway: 'Put away',
  putAwayHint: 'You find the first steps again in Help.',
  list: 'The first steps',

  sampleTitle: 'See it work first',
  sampleNext: (name: string) =>
    `This makes “${name}” with a few codes and customers, and opens the till with a coupon to redeem. All of it is real: switch the book off when you need it no more.`,
  sampleGo: 'Begin with a sample',
  sampleAgain: 'Try again in a moment: it goes on where it stopped.',
  sampleBook: 'Sample book',
  sampleBookNote: 'Made by the first steps, to try the till. Switch it off when it is no longer needed.',

  book: { title: 'A book', next: 'It holds the codes of one offer, and its rules.', go: 'Make a book' },
  codes: {
    title: 'Its codes',
    next: 'Bring them in from a CSV file, paste them, or have them generated.',
    into: (name: string) => `Into “${name}”`,
    go: 'Import codes',
    generate: 'Generate codes',
  },
  customer: {
    title: 'A customer',
    next: 'Whoever a coupon belongs to. More of them come from a CSV file.',
    go: 'Make a customer',
    import: 'Import customers',
  },
  redeem: {
    title: 'A coupon, redeemed',
    next: 'Scan or type its code at the till. Enter locks it, Enter again redeems it.',
    go: (code: string) => `Take ${code} to the till`,
  },

  doneTitle: 'Your store is ready',
  doneNext: 'Nothing is left to set up. These may come next:',
  team: 'Bring in your team',
  storeSettings: 'Name the store and its time zone',
  distribute: 'Give codes to many at once',
} as const

const stepsEs: Translated<typeof stepsEn> = {
  title: 'Primeros pasos',
  lead: 'De una tienda vacía al primer cupón canjeado. Un paso queda marcado cuando está hecho de verdad.',
  progress: (done, all) => `${formatNumber(done)} de ${formatNumber(all)} hechos`,
  putAway: 'Apartar',
  putAwayHint: 'Encontrarás los primeros pasos en la ayuda.',
  list: 'Los primeros pasos',

  sampleTitle: 'Míralo funcionar',
  sampleNext: (name) =>
    `Se crea «${name}» con unos códigos y clientes, y se abre la caja con un cupón para canjear. Todo es de verdad: desactiva la cuponera cuando ya no la necesites.`,
  sampleGo: 'Empezar con una muestra',
  sampleAgain: 'Inténtalo otra vez en un momento: sigue donde se quedó.',
  sampleBook: 'Cuponera de muestra',
  sampleBookNote: 'Creada en los primeros pasos, para probar la caja. Desactívala cuando ya no haga falta.',

  book: {
    title: 'Una cuponera',
    next: 'Guarda los códigos de una oferta, y sus reglas.',
    go: 'Crear una cuponera',
  },
  codes: {
    title: 'Sus códigos',
    next: 'Tráelos de un archivo CSV, pégalos, o haz que se generen.',
    into: (name) => `En «${name}»`,
    go: 'Importar códigos',
    generate: 'Generar códigos',
  },
  customer: {
    title: 'Un cliente',
    next: 'La persona a la que pertenece un cupón. Muchos a la vez llegan de un archivo CSV.',
    go: 'Crear un cliente',
    import: 'Importar clientes',
  },
  redeem: {
    title: 'Un cupón, canjeado',
    next: 'Escanea o escribe su código en la caja. Intro lo bloquea, Intro otra vez lo canjea.',
    go: (code) => `Llevar ${code} a la caja`,
  },

  doneTitle: 'Tu tienda está lista',
  doneNext: 'No queda nada por preparar. Esto puede venir después:',
  team: 'Incorpora a tu equipo',
  storeSettings: 'Pon nombre y zona horaria a la tienda',
  distribute: 'Reparte códigos a muchos a la vez',
}

/** The words of a store's first steps. */
export const firstStepsWords = inLanguage(stepsEn, stepsEs)

/** What the sample book is called in each language: a colleague's console may have made it. */
export const sampleBookNames: ReadonlySet<string> = new Set([stepsEn.sampleBook, stepsEs.sampleBook])
