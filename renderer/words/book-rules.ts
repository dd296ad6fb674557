import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const coupons = (count: number): string => (count === 1 ? '1 coupon' : `${formatNumber(count)} coupons`)
const couponsEs = (count: number): string => (count === 1 ? '1 cupón' : `${formatNumber(count)} cupones`)

const formEn = {
  newTitle: 'A new book',
  create: 'Make the book',
  save: 'Save the rules',
  saved: 'Rules saved',
  nothingChanged: 'Nothing has changed.',
  undo: 'Undo the changes',
  name: 'Name',
  nameHint: 'What staff and customers see, such as “Summer reading”.',
  description: 'Description',
  descriptionHint: 'What the coupon is good for. Staff see it at the till.',
  more: 'Dates and rules',
  moreHint: 'Without them: no end, each coupon works once, one owner each.',
  dates: 'When',
  zone: (zone: string) => `Days are those of the store, ${zone}.`,
  starts: 'First day',
  startsHint: 'Empty: its coupons work at once.',
  ends: 'Last day',
  endsHint: 'Its coupons work until the end of this day. Empty: no end.',
  till: 'At the till',
  lockSeconds: 'Lock, in seconds',
  lockSecondsHint: (store: number) =>
    `How long a till keeps a coupon for itself while it rings up the sale. Empty: as everywhere in the store, ${formatNumber(store)}.`,
  requireLock: 'Lock before redeeming',
  requireLockHint: 'Staff first lock the coupon, then redeem it. For offers that take time to ring up.',
  multi: 'A coupon works more than once',
  multiHint: 'For cards such as “ten coffees”. Off: each coupon works once.',
  uses: 'Uses of each coupon',
  usesHint: 'Empty: no limit. A code that was imported with its own number keeps that.',
  customers: 'Customers',
  perCustomer: 'Coupons for each customer',
  perCustomerHint:
    'How many of this book one customer may ever be given; used ones count, void ones do not. Empty: no limit.',
  paper: 'Paper coupons',
  paperHint:
    'A code may be redeemed though nobody owns it, as with flyers. It is then booked to Walk-in or to the customer you name.',
  selfService: 'Customers take their own',
  selfServiceHint: 'Whoever logs in as a customer may take a free coupon of this book.',
  errors: {
    name: 'Give the book a name.',
    number: (least: number, most: number) =>
      `Type a whole number from ${formatNumber(least)} to ${formatNumber(most)}, or leave it empty.`,
    date: 'This is not a date.',
    order: 'The last day must not be before the first.',
  },
} as const

const ruleEn = {
  once: 'Each coupon works once.',
  times: (uses: number) => `Each coupon works ${formatNumber(uses)} times.`,
  unlimited: 'Each coupon works as often as it is shown.',
  lock: (seconds: number) => `A till locks a coupon for ${span(seconds)}.`,
  storeLock: (seconds: number) => `A till locks a coupon for ${span(seconds)}, as everywhere in the store.`,
  requireLock: 'It has to be locked before it is redeemed.',
  perCustomer: (most: number) => `A customer may be given ${coupons(most)} of this book at most.`,
  paper: 'A free code may be redeemed without an owner.',
  selfService: 'Customers may take a free coupon themselves.',
  from: (day: string) => `Works from ${day} on.`,
  until: (day: string) => `Works until the end of ${day}.`,
  noEnd: 'Has no end.',
} as const

function span(seconds: number): string {
  if (seconds % 60 !== 0) return `${formatNumber(seconds)} seconds`
  return seconds === 60 ? 'one minute' : `${formatNumber(seconds / 60)} minutes`
}

const formEs: Translated<typeof formEn> = {
  newTitle: 'Una cuponera nueva',
  create: 'Crear la cuponera',
  save: 'Guardar las reglas',
  saved: 'Reglas guardadas',
  nothingChanged: 'No ha cambiado nada.',
  undo: 'Descartar los cambios',
  name: 'Nombre',
  nameHint: 'Lo que ven el personal y los clientes, por ejemplo «Lecturas de verano».',
  description: 'Descripción',
  descriptionHint: 'Para qué sirve el cupón. El personal lo ve en la caja.',
  more: 'Fechas y reglas',
  moreHint: 'Sin ellas: sin fin, cada cupón sirve una vez y tiene un titular.',
  dates: 'Cuándo',
  zone: (zone) => `Los días son los de la tienda, ${zone}.`,
  starts: 'Primer día',
  startsHint: 'Vacío: sus cupones sirven desde ya.',
  ends: 'Último día',
  endsHint: 'Sus cupones sirven hasta que acaba este día. Vacío: sin fin.',
  till: 'En la caja',
  lockSeconds: 'Bloqueo, en segundos',
  lockSecondsHint: (store) =>
    `Cuánto tiempo se queda una caja con el cupón mientras cobra la venta. Vacío: como en toda la tienda, ${formatNumber(store)}.`,
  requireLock: 'Bloquear antes de canjear',
  requireLockHint:
    'El personal primero bloquea el cupón y luego lo canjea. Para ofertas que llevan tiempo al cobrar.',
  multi: 'Un cupón sirve más de una vez',
  multiHint: 'Para tarjetas como «diez cafés». Desactivado: cada cupón sirve una vez.',
  uses: 'Usos de cada cupón',
  usesHint: 'Vacío: sin límite. Un código que se importó con su propio número lo conserva.',
  customers: 'Clientes',
  perCustomer: 'Cupones por cliente',
  perCustomerHint:
    'Cuántos de esta cuponera puede recibir un cliente en total; los usados cuentan, los anulados no. Vacío: sin límite.',
  paper: 'Cupones de papel',
  paperHint:
    'Un código se puede canjear aunque no tenga titular, como en los folletos. Se apunta entonces a «Sin nombre» o al cliente que indiques.',
  selfService: 'Los clientes toman los suyos',
  selfServiceHint: 'Quien entra como cliente puede tomar un cupón libre de esta cuponera.',
  errors: {
    name: 'Ponle un nombre a la cuponera.',
    number: (least, most) =>
      `Escribe un número entero de ${formatNumber(least)} a ${formatNumber(most)}, o déjalo vacío.`,
    date: 'Esto no es una fecha.',
    order: 'El último día no puede ser anterior al primero.',
  },
}

const ruleEs: Translated<typeof ruleEn> = {
  once: 'Cada cupón sirve una vez.',
  times: (uses) => `Cada cupón sirve ${formatNumber(uses)} veces.`,
  unlimited: 'Cada cupón sirve tantas veces como se muestre.',
  lock: (seconds) => `Una caja bloquea un cupón durante ${spanEs(seconds)}.`,
  storeLock: (seconds) => `Una caja bloquea un cupón durante ${spanEs(seconds)}, como en toda la tienda.`,
  requireLock: 'Hay que bloquearlo antes de canjearlo.',
  perCustomer: (most) => `Un cliente puede recibir como máximo ${couponsEs(most)} de esta cuponera.`,
  paper: 'Un código libre se puede canjear sin titular.',
  selfService: 'Los clientes pueden tomar ellos mismos un cupón libre.',
  from: (day) => `Sirve desde el ${day}.`,
  until: (day) => `Sirve hasta el final del ${day}.`,
  noEnd: 'No tiene fin.',
}

function spanEs(seconds: number): string {
  if (seconds % 60 !== 0) return seconds === 1 ? '1 segundo' : `${formatNumber(seconds)} segundos`
  return seconds === 60 ? 'un minuto' : `${formatNumber(seconds / 60)} minutos`
}

/** The words of a book's form. Each hint says what the rule means in the shop. */
export const bookFormWords = inLanguage(formEn, formEs)

/** A book's rules as sentences, for those who only read them. */
export const ruleWords = inLanguage(ruleEn, ruleEs)
