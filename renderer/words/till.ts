import type { Coupon } from '../../server/contracts/coupon-resource.ts'
import { formatNumber, formatTime } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const tillEn = {
  title: 'Till',
  scanLabel: 'Scan or type a code',
  scanHint: 'Letters may be small or capital; spaces and hyphens do not count.',
  lookUp: 'Look up',
  looking: 'Looking it up …',
  card: 'The scanned coupon',
  idleTitle: 'Ready for the next coupon',
  idleNext: 'Scan its code, or type it and press Enter.',
  heldTitle: 'You hold a lock',
  heldNext: 'Go on with it, or scan the next coupon.',
  goOn: 'Go on',
  tour: 'Take a short tour',
  noTour: 'No, thanks',

  owner: 'Owner',
  nobody: 'Nobody',
  book: 'Book',
  ends: 'Ends',
  noEnd: 'No end',
  uses: 'Uses left',
  noLimit: 'No limit',
  usesOf: (left: string, most: string) => `${left} of ${most}`,

  lock: 'Lock',
  lockAgain: 'Lock again',
  redeem: 'Redeem',
  redeemNow: 'Redeem at once',
  letGo: 'Let go',
  extend: 'Extend',
  handOver: 'Hand over',
  history: 'History',
  lookAgain: 'Look again',
  next: 'Next coupon',
  useAgain: 'Use it again',
  enter: '⏎',
  escape: 'Esc',
  lockOf: (code: string) => `Lock of ${code}`,
  /** Before the minutes that a colleague's lock still has. */
  forAnother: 'for another',

  unsureWord: 'Not certain',
  unsureLine: 'No answer came: it may or may not be redeemed',
  unsureYet: 'No answer came; so far it is not redeemed',
  serverBack: 'The server is back',
  unsureNext: 'Ask again before the customer goes. It is the same redemption: it never counts twice.',
  unsureLeft: (code: string) => ({
    title: `Not certain whether ${code} is redeemed`,
    next: 'No answer came. Scan it again: it tells whether it is.',
  }),
  askAgain: 'Ask again',
  failedWord: 'Not looked up',

  redeemedWord: 'Redeemed',
  redeemedAt: 'Redeemed',
  receiptNo: (id: number) => `Receipt ${String(id)}`,

  unknownWord: 'Unknown code',
  unknownLine: (code: string) => `“${code}” is not a code of this store`,
  unknownNext: 'Check each letter, or scan it again.',
  alike: 'Did you mean one of these?',
  alikeOf: (coupon: Coupon) => [coupon.assigned_user_name, coupon.book_name].filter(Boolean).join(' · '),

  locks: 'Live locks',
  noLocks: 'Nothing is locked right now.',
  you: 'you',
  release: (code: string) => `Let go of ${code}`,
  releaseTitle: (name: string) => `Let go of ${name}’s lock?`,
  releaseLead: 'They may be ringing up the sale right now. The coupon is free for others at once.',
  releaseConfirm: 'Let it go',

  shift: 'My shift',
  shiftSince: (since: string) => `My shift since ${formatTime(since, 'moment')}`,
  shiftEmpty: 'Begins with your first scan.',
  shiftNone: 'Nothing redeemed yet.',
  shiftCount: (count: string) => `${count} redeemed`,
  shiftUndone: (count: string) => `${count} undone`,
  undone: 'undone',
  newShift: 'Begin anew',

  changePerson: 'Change person',
  letGoAndChange: 'Let go and change',

  nameTill: 'Name this till',
  nameTillLead:
    'The name stands beside every lock and redemption made here, such as “Till 2” or “Front desk”.',
  tillName: 'Name of the till',
  tillIs: (name: string) => `This till: ${name}. Change its name`,
  saveTill: 'Save the name',

  handOverTitle: 'Hand the lock to a colleague',
  handOverLead: 'They go on with it at their till; the time that is left stays.',
  findColleague: 'Name or e-mail',
  noColleague: 'No colleague of this name.',
} as const

const tillEs: Translated<typeof tillEn> = {
  title: 'Caja',
  scanLabel: 'Escanea o escribe un código',
  scanHint: 'Da igual en mayúsculas o minúsculas; los espacios y los guiones no cuentan.',
  lookUp: 'Buscar',
  looking: 'Buscando…',
  card: 'El cupón escaneado',
  idleTitle: 'Todo listo para el próximo cupón',
  idleNext: 'Escanea su código, o escríbelo y pulsa Intro.',
  heldTitle: 'Tienes un bloqueo',
  heldNext: 'Sigue con él, o escanea el próximo cupón.',
  goOn: 'Seguir',
  tour: 'Hacer un recorrido corto',
  noTour: 'No, gracias',

  owner: 'Titular',
  nobody: 'Nadie',
  book: 'Cuponera',
  ends: 'Termina',
  noEnd: 'Sin fin',
  uses: 'Usos que quedan',
  noLimit: 'Sin límite',
  usesOf: (left, most) => `${left} de ${most}`,

  lock: 'Bloquear',
  lockAgain: 'Bloquear otra vez',
  redeem: 'Canjear',
  redeemNow: 'Canjear ya',
  letGo: 'Soltar',
  extend: 'Alargar',
  handOver: 'Traspasar',
  history: 'Historial',
  lookAgain: 'Buscar otra vez',
  next: 'Siguiente cupón',
  useAgain: 'Usarlo otra vez',
  enter: '⏎',
  escape: 'Esc',
  lockOf: (code) => `Bloqueo de ${code}`,
  forAnother: 'aún',

  unsureWord: 'Sin confirmar',
  unsureLine: 'No llegó respuesta: puede estar canjeado o no',
  unsureYet: 'No llegó respuesta; por ahora no está canjeado',
  serverBack: 'El servidor ha vuelto',
  unsureNext: 'Pregunta otra vez antes de que el cliente se vaya. Es el mismo canje: nunca cuenta dos veces.',
  unsureLeft: (code) => ({
    title: `No se sabe si ${code} está canjeado`,
    next: 'No llegó respuesta. Escanéalo otra vez: así se ve.',
  }),
  askAgain: 'Preguntar otra vez',
  failedWord: 'No se pudo buscar',

  redeemedWord: 'Canjeado',
  redeemedAt: 'Canjeado',
  receiptNo: (id) => `Recibo ${String(id)}`,

  unknownWord: 'Código desconocido',
  unknownLine: (code) => `«${code}» no es un código de esta tienda`,
  unknownNext: 'Revisa cada letra, o escanéalo otra vez.',
  alike: '¿Querías decir uno de estos?',
  alikeOf: (coupon) => [coupon.assigned_user_name, coupon.book_name].filter(Boolean).join(' · '),

  locks: 'Bloqueos activos',
  noLocks: 'Ahora mismo no hay nada bloqueado.',
  you: 'tú',
  release: (code) => `Soltar ${code}`,
  releaseTitle: (name) => `¿Soltar el bloqueo de ${name}?`,
  releaseLead: 'Puede que esté cobrando en este momento. El cupón queda libre para los demás enseguida.',
  releaseConfirm: 'Soltarlo',

  shift: 'Mi turno',
  shiftSince: (since) => `Mi turno desde ${formatTime(since, 'moment')}`,
  shiftEmpty: 'Empieza con tu primer escaneo.',
  shiftNone: 'Aún no hay nada canjeado.',
  shiftCount: (count) => `Canjeados: ${count}`,
  shiftUndone: (count) => `deshechos: ${count}`,
  undone: 'deshecho',
  newShift: 'Reiniciar',

  changePerson: 'Cambiar de persona',
  letGoAndChange: 'Soltar y cambiar',

  nameTill: 'Pon nombre a esta caja',
  nameTillLead:
    'El nombre aparece junto a cada bloqueo y canje hechos aquí, por ejemplo «Caja 2» o «Mostrador».',
  tillName: 'Nombre de la caja',
  tillIs: (name) => `Esta caja: ${name}. Cambiar su nombre`,
  saveTill: 'Guardar el nombre',

  handOverTitle: 'Traspasar el bloqueo a otra persona del equipo',
  handOverLead: 'Sigue con él en su caja; el tiempo que queda no cambia.',
  findColleague: 'Nombre o correo electrónico',
  noColleague: 'Nadie del equipo se llama así.',
}

/** The words of the till. */
export const tillWords = inLanguage(tillEn, tillEs)

const assignEn = {
  title: 'Assign it to a customer',
  begin: 'Assign',
  find: 'Customer’s e-mail or name',
  customers: 'Customers found',
  none: 'No customer found.',
  inactive: 'This account is deactivated',
  inactiveNext: 'A manager can switch it on again.',
  makeNew: 'New customer',
  name: 'Name',
  email: 'E-mail',
  makeAndAssign: 'Make and assign',
  assignTo: (name: string) => `Assign to ${name}`,
  other: 'Somebody else',
  cancel: 'Cancel',
} as const

const assignEs: Translated<typeof assignEn> = {
  title: 'Asignarlo a un cliente',
  begin: 'Asignar',
  find: 'Correo electrónico o nombre del cliente',
  customers: 'Clientes encontrados',
  none: 'No se encontró ningún cliente.',
  inactive: 'Esta cuenta está desactivada',
  inactiveNext: 'Un encargado puede volver a activarla.',
  makeNew: 'Nuevo cliente',
  name: 'Nombre',
  email: 'Correo electrónico',
  makeAndAssign: 'Crear y asignar',
  assignTo: (name) => `Asignar a ${name}`,
  other: 'Otra persona',
  cancel: 'Cancelar',
}

/** The words of giving a free coupon to a customer. */
export const assignWords = inLanguage(assignEn, assignEs)

/** How often a coupon may still be used. */
export function usesLeft({ remaining_redemptions: left, max_redemptions: most }: Coupon): string {
  if (left === null || most === null) return tillWords.noLimit
  return most === 1 ? formatNumber(left) : tillWords.usesOf(formatNumber(left), formatNumber(most))
}
