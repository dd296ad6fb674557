import { inLanguage, type Translated } from '../ui/language.ts'

const en = {
  title: 'Help',
  lead: 'What the states mean, the keys of the till, and where to begin.',
  /** The button beside a list or a legend. */
  about: 'What do the states mean?',
  all: 'All help',
  states: {
    coupon: 'The states of a coupon',
    book: 'The states of a book',
    job: 'The states of an import, a generation or a distribution',
  },
  keys: 'Keys',
  keysOf: {
    enter: 'The next step of the coupon’s card: lock, then redeem',
    escape: 'Let go of your lock; without one, make room for the next coupon',
    letters: 'Go to the field for codes, wherever the focus is',
    find: 'Find a coupon, a customer, a book or a place',
    help: 'This help, anywhere; ? too, when you are not typing in a field',
  },
  letters: 'A–Z 0–9',
  begin: 'Where to begin',
  tour: 'A short tour of the till',
  tourNext: 'Five things, half a minute.',
  firstSteps: 'The first steps of a store',
  firstStepsNext: 'A book, its codes, a customer, a coupon to redeem.',
  sampleFiles: 'A file of customers',
  sampleFilesNext: 'The import has a sample file, and says what it reads before it writes.',
} as const

const es: Translated<typeof en> = {
  title: 'Ayuda',
  lead: 'Qué significan los estados, las teclas de la caja y por dónde empezar.',
  about: '¿Qué significan los estados?',
  all: 'Toda la ayuda',
  states: {
    coupon: 'Los estados de un cupón',
    book: 'Los estados de una cuponera',
    job: 'Los estados de una importación, generación o reparto',
  },
  keys: 'Teclas',
  keysOf: {
    enter: 'El siguiente paso de la ficha del cupón: bloquear y después canjear',
    escape: 'Soltar tu bloqueo; si no hay, dejar sitio al próximo cupón',
    letters: 'Van al campo de códigos, esté donde esté el foco',
    find: 'Buscar un cupón, un cliente, una cuponera o un lugar',
    help: 'Esta ayuda; fuera de un campo, también el signo de interrogación',
  },
  letters: 'A–Z 0–9',
  begin: 'Por dónde empezar',
  tour: 'Un recorrido corto por la caja',
  tourNext: 'Cinco cosas, medio minuto.',
  firstSteps: 'Los primeros pasos de una tienda',
  firstStepsNext: 'Una cuponera, sus códigos, un cliente, un cupón para canjear.',
  sampleFiles: 'Un archivo de clientes',
  sampleFilesNext: 'La importación tiene un archivo de muestra, y dice qué lee antes de escribir.',
}

/** The words of help. */
export const helpWords = inLanguage(en, es)
