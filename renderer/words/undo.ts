import { ApiError } from '../api/errors.ts'
import { inLanguage, type Translated } from '../ui/language.ts'
import type { StateLook } from '../ui/state-look.ts'
import { wordsFor, type ProblemWords } from './problems.ts'

const en = {
  undo: 'Undo',
  ask: 'Ask to undo',
  decide: 'Decide',
  undoOne: (receipt: string, code: string) => `Undo receipt ${receipt}, ${code}`,
  askOne: (receipt: string, code: string) => `Ask to undo receipt ${receipt}, ${code}`,
  decideOne: (receipt: string, code: string) => `Decide on receipt ${receipt}, ${code}`,

  undoTitle: 'Undo this redemption?',
  undoLead: 'It stays in the history, marked as undone, with your name and the reason.',
  askTitle: 'Ask to undo this redemption',
  askLead: 'A manager decides. You see the answer beside the redemption.',
  decideTitle: 'Undo this redemption?',
  decideLead: (name: string) => `${name} asks for it:`,

  uses: 'Uses',
  code: 'Code',
  receipt: 'Receipt',
  byAt: (name: string, till: string | null) => (till === null ? name : `${name} at ${till}`),

  disposition: 'What becomes of the coupon',
  dispositions: {
    return: { label: 'Give it back', hint: 'Its owner can use it again.' },
    void: { label: 'Void it', hint: 'Nobody can ever use it again.' },
  },
  reason: 'Reason',
  reasonHint: 'Stands in the history of the coupon, such as “Scanned twice”.',
  reasonNeeded: 'Say why.',
  confirm: { return: 'Undo and give it back', void: 'Undo and void it' },
  grant: { return: 'Grant and give it back', void: 'Grant and void it' },
  refuse: 'Refuse',
  sendRequest: 'Ask a manager',
  keep: 'Keep it',

  done: { return: 'Undone: the coupon can be used again', void: 'Undone: the coupon is void' },
  asked: 'A manager has been asked',
  refused: 'The request is refused',

  title: 'Undo requests',
  lead: { manager: 'What colleagues ask to have undone.', staff: 'What you asked to have undone.' },
  filter: 'Which requests',
  filters: { open: 'Open', granted: 'Granted', refused: 'Refused', all: 'All' },
  list: 'Requests',
  askedWhen: 'Asked',
  askedBy: 'By',
  why: 'Reason',
  state: 'State',
  decidedBy: (name: string) => `by ${name}`,
  noneOpenTitle: 'Nothing waits for you',
  noneOpenNext: 'When staff ask to undo a redemption, it appears here and counts in the rail.',
  noneOfMineTitle: 'You have asked for nothing',
  noneOfMineNext: 'At the till, each redemption of your shift can be asked to be undone.',
  noneTitle: 'No request of this kind',
  showAll: 'Show all requests',
  openCount: (count: string) => `${count} to be decided`,
} as const

const es: Translated<typeof en> = {
  undo: 'Deshacer',
  ask: 'Pedir deshacer',
  decide: 'Decidir',
  undoOne: (receipt, code) => `Deshacer el recibo ${receipt}, ${code}`,
  askOne: (receipt, code) => `Pedir deshacer el recibo ${receipt}, ${code}`,
  decideOne: (receipt, code) => `Decidir sobre el recibo ${receipt}, ${code}`,

  undoTitle: '¿Deshacer este canje?',
  undoLead: 'Se queda en el historial, marcado como deshecho, con tu nombre y el motivo.',
  askTitle: 'Pedir que se deshaga este canje',
  askLead: 'Decide un encargado. Verás la respuesta junto al canje.',
  decideTitle: '¿Deshacer este canje?',
  decideLead: (name) => `${name} lo pide:`,

  uses: 'Usos',
  code: 'Código',
  receipt: 'Recibo',
  byAt: (name, till) => (till === null ? name : `${name} en ${till}`),

  disposition: 'Qué pasa con el cupón',
  dispositions: {
    return: { label: 'Devolverlo', hint: 'Su titular puede usarlo otra vez.' },
    void: { label: 'Anularlo', hint: 'Nadie podrá usarlo nunca más.' },
  },
  reason: 'Motivo',
  reasonHint: 'Aparece en el historial del cupón, por ejemplo «Escaneado dos veces».',
  reasonNeeded: 'Di por qué.',
  confirm: { return: 'Deshacer y devolverlo', void: 'Deshacer y anularlo' },
  grant: { return: 'Aceptar y devolverlo', void: 'Aceptar y anularlo' },
  refuse: 'Rechazar',
  sendRequest: 'Pedírselo a un encargado',
  keep: 'Dejarlo como está',

  done: { return: 'Deshecho: el cupón se puede usar otra vez', void: 'Deshecho: el cupón está anulado' },
  asked: 'Se lo has pedido a un encargado',
  refused: 'La petición está rechazada',

  title: 'Peticiones de deshacer',
  lead: { manager: 'Lo que el equipo pide deshacer.', staff: 'Lo que has pedido deshacer.' },
  filter: 'Qué peticiones',
  filters: { open: 'Abiertas', granted: 'Aceptadas', refused: 'Rechazadas', all: 'Todas' },
  list: 'Peticiones',
  askedWhen: 'Pedido',
  askedBy: 'Por',
  why: 'Motivo',
  state: 'Estado',
  decidedBy: (name) => `por ${name}`,
  noneOpenTitle: 'Nada te espera',
  noneOpenNext: 'Cuando el personal pida deshacer un canje, aparecerá aquí y contará en el menú lateral.',
  noneOfMineTitle: 'No has pedido nada',
  noneOfMineNext: 'En la caja puedes pedir que se deshaga cualquier canje de tu turno.',
  noneTitle: 'No hay peticiones de este tipo',
  showAll: 'Mostrar todas las peticiones',
  openCount: (count) => `${count} por decidir`,
}

/** The words of taking a redemption back: by a manager at once, or asked for by staff. */
export const undoWords = inLanguage(en, es)

const looksEn = {
  counts: 'Counts',
  undone: 'Undone',
  open: 'Undo asked',
  granted: 'Undo granted',
  refused: 'Undo refused',
} as const

const looksEs: Translated<typeof looksEn> = {
  counts: 'Cuenta',
  undone: 'Deshecho',
  open: 'Deshacer pedido',
  granted: 'Deshacer aceptado',
  refused: 'Deshacer rechazado',
}

const looks = inLanguage(looksEn, looksEs)

/** How a redemption stands, with what was asked about it. */
export const redemptionLook = {
  counts: { word: looks.counts, tone: 'good', shape: 'check' },
  undone: { word: looks.undone, tone: 'over', shape: 'bar' },
} as const satisfies Record<string, StateLook>

export const undoRequestLook = {
  open: { word: looks.open, tone: 'held', shape: 'half' },
  granted: { word: looks.granted, tone: 'good', shape: 'check' },
  refused: { word: looks.refused, tone: 'refused', shape: 'cross' },
} as const satisfies Record<string, StateLook>

const refusalsEn = {
  askedAlready: {
    title: 'This was asked for already',
    next: 'A manager has yet to decide. Close this; the answer appears beside the redemption.',
  },
  decidedAlready: {
    title: 'Somebody has decided this already',
    next: 'Close this; the list tells what was decided.',
  },
  undoneAlready: {
    title: 'This redemption was undone already',
    next: 'Close this; there is nothing left to do.',
  },
  couponVoid: {
    title: 'The coupon is void by now',
    next: 'What is void stays void, so this use cannot be taken back. Give the customer another coupon.',
  },
  couponLocked: (next: string) => `${next} Then undo it.`,
} as const

const refusalsEs: Translated<typeof refusalsEn> = {
  askedAlready: {
    title: 'Esto ya se había pedido',
    next: 'Un encargado aún tiene que decidir. Ciérralo; la respuesta aparece junto al canje.',
  },
  decidedAlready: {
    title: 'Alguien ya lo ha decidido',
    next: 'Ciérralo; la lista dice qué se decidió.',
  },
  undoneAlready: {
    title: 'Este canje ya se deshizo',
    next: 'Ciérralo; no queda nada por hacer.',
  },
  couponVoid: {
    title: 'El cupón ya está anulado',
    next: 'Lo anulado se queda anulado, así que este uso no se puede deshacer. Da otro cupón al cliente.',
  },
  couponLocked: (next) => `${next} Después, deshazlo.`,
}

const refusals = inLanguage(refusalsEn, refusalsEs)

/** The words for a refusal of an undo, where what to do next differs from elsewhere. */
export function wordsForUndo(error: unknown, doing: 'ask' | 'undo' | 'decide'): ProblemWords {
  const code = error instanceof ApiError ? error.code : undefined
  if (code === 'invalid_state') return doing === 'ask' ? refusals.askedAlready : refusals.decidedAlready
  if (code === 'already_rolled_back') return refusals.undoneAlready
  if (code === 'coupon_void') return refusals.couponVoid
  const words = wordsFor(error)
  return code === 'coupon_locked' ? { ...words, next: refusals.couponLocked(words.next) } : words
}
