import { inLanguage, type Translated } from '../ui/language.ts'

const en = {
  title: 'Refusals',
  lead: 'What a rule refused, the newest first. Older ones are forgotten after 31 days, or as the store’s settings say.',
  back: 'Reports',
  when: 'When',
  tried: 'What was tried',
  why: 'Why not',
  by: 'By',
  byAnybody: 'By anybody',
  reason: 'Reason',
  everyReason: 'Every reason',
  noneTitle: 'Nothing refused here',
  noneNext: 'Choose more days, or take the filters away.',
  emptyTitle: 'Nothing was refused',
  emptyNext: 'A coupon that is used up, locked by another or not known appears here, with who tried it.',
  operations: {
    assign: 'Assign',
    assignCode: 'Assign',
    assignRandom: 'Assign any free one',
    lockCoupon: 'Lock',
    extendLock: 'Extend a lock',
    handOverLock: 'Hand over a lock',
    unlockCoupon: 'Release',
    redeemCoupon: 'Redeem',
    voidCoupon: 'Void',
    voidBook: 'Void the free codes of a book',
    generateCodes: 'Generate codes',
    uploadCodes: 'Import codes',
    uploadUsers: 'Import customers',
    uploadPoolUsers: 'Import members of a pool',
    distribute: 'Distribute a book',
    rollBackRedemption: 'Undo a redemption',
    requestUndo: 'Ask for an undo',
    decideUndo: 'Decide on an undo',
    createBook: 'Make a book',
    createPool: 'Make a pool',
  },
} as const

const es: Translated<typeof en> = {
  title: 'Rechazos',
  lead: 'Lo que una regla rechazó, lo más nuevo primero. Los más viejos se olvidan tras 31 días, o según los ajustes de la tienda.',
  back: 'Informes',
  when: 'Cuándo',
  tried: 'Qué se intentó',
  why: 'Por qué no',
  by: 'Por',
  byAnybody: 'Por cualquiera',
  reason: 'Motivo',
  everyReason: 'Todos los motivos',
  noneTitle: 'Aquí no hay rechazos',
  noneNext: 'Elige más días, o quita los filtros.',
  emptyTitle: 'No se rechazó nada',
  emptyNext: 'Un cupón gastado, bloqueado por otra persona o desconocido aparece aquí, con quién lo intentó.',
  operations: {
    assign: 'Asignar',
    assignCode: 'Asignar',
    assignRandom: 'Asignar uno libre cualquiera',
    lockCoupon: 'Bloquear',
    extendLock: 'Alargar un bloqueo',
    handOverLock: 'Traspasar un bloqueo',
    unlockCoupon: 'Soltar',
    redeemCoupon: 'Canjear',
    voidCoupon: 'Anular',
    voidBook: 'Anular los códigos libres de una cuponera',
    generateCodes: 'Generar códigos',
    uploadCodes: 'Importar códigos',
    uploadUsers: 'Importar clientes',
    uploadPoolUsers: 'Importar miembros de un grupo',
    distribute: 'Repartir una cuponera',
    rollBackRedemption: 'Deshacer un canje',
    requestUndo: 'Pedir deshacer',
    decideUndo: 'Decidir una petición de deshacer',
    createBook: 'Crear una cuponera',
    createPool: 'Crear un grupo',
  },
}

/** The words of the list of refusals. */
export const refusalListWords = inLanguage(en, es)

/** What was tried, by the id of its operation; one of a newer server is told by that. */
export function operationWords(id: string): string {
  const words: Record<string, string | undefined> = refusalListWords.operations
  return words[id] ?? id
}
