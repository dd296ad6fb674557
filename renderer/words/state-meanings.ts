import type { CouponState } from '../../server/contracts/coupon-resource.ts'
import type { Job } from '../../server/contracts/imports.ts'
import { inLanguage, type Translated } from '../ui/language.ts'
import type { StateLook } from '../ui/state-look.ts'
import { bookLook, couponLook, jobLook } from './states.ts'

/** What a state means, in a sentence, and what can be done about it. */
interface Meaning {
  means: string
  next: string
}

type BookStanding = keyof typeof bookLook

const en = {
  usedUp: 'Used up',
  ended: 'Book has ended',
  coupon: {
    UNASSIGNED: {
      means: 'Nobody owns it yet.',
      next: 'Assign it at the till, or distribute its book to a pool.',
    },
    ASSIGNED: {
      means: 'It belongs to a customer and can be redeemed.',
      next: 'Scan it: Enter locks it, Enter again redeems it.',
    },
    LOCKED: {
      means: 'It is kept for one till while the sale is rung up, until it lets go or the clock runs out.',
      next: 'Wait for the clock. A manager may let go of anybody’s lock.',
    },
    REDEEMED: {
      means: 'It was used; when and by whom stands on its card.',
      next: 'While uses are left it can be used again. A use by mistake is undone by a manager.',
    },
    usedUp: {
      means: 'It was used as often as it may be.',
      next: 'The customer needs another coupon.',
    },
    ended: {
      means: 'The last day of its book is over. The coupon itself stays as it was.',
      next: 'A manager can give the book a later end, in its rules.',
    },
    VOID: {
      means: 'It was taken out of use for good. Its history says by whom and why.',
      next: 'Nothing brings it back. The customer needs another coupon.',
    },
  },
  book: {
    running: {
      means: 'Its coupons can be assigned, locked and redeemed.',
      next: 'Import or generate codes before the free ones run out.',
    },
    notStarted: {
      means: 'Its first day is still to come: none of its coupons is good before.',
      next: 'It starts by itself. The day stands in its rules.',
    },
    ended: {
      means: 'Its last day is over: none of its coupons is good any more.',
      next: 'Give it a later end in its rules, or void the free codes.',
    },
    inactive: {
      means: 'A manager switched it off: none of its coupons is good until it is on again.',
      next: 'Switch it on, and it goes on as before.',
    },
  },
  job: {
    queued: { means: 'It waits for its turn.', next: 'It begins by itself. You may leave the screen.' },
    running: {
      means: 'It is under way.',
      next: 'It goes on when you leave the screen, and can be cancelled.',
    },
    done: {
      means: 'It is finished; all of it is kept.',
      next: 'Its report tells how it went, line by line.',
    },
    failed: {
      means: 'It could not be finished; nothing of it is kept.',
      next: 'Read why, then begin it again.',
    },
    cancelled: {
      means: 'Somebody ended it; nothing of it is kept.',
      next: 'Begin it again if it is needed.',
    },
  },
} as const

const es: Translated<typeof en> = {
  usedUp: 'Agotado',
  ended: 'Cuponera terminada',
  coupon: {
    UNASSIGNED: {
      means: 'Todavía no es de nadie.',
      next: 'Asígnalo en la caja, o reparte su cuponera a un grupo.',
    },
    ASSIGNED: {
      means: 'Es de un cliente y se puede canjear.',
      next: 'Escanéalo: Intro lo bloquea, Intro otra vez lo canjea.',
    },
    LOCKED: {
      means: 'Está guardado para una caja mientras se cobra, hasta que lo suelte o se acabe el tiempo.',
      next: 'Espera a que acabe el tiempo. Un encargado puede soltar el bloqueo de cualquiera.',
    },
    REDEEMED: {
      means: 'Se ha usado; cuándo y por quién aparece en su ficha.',
      next: 'Mientras queden usos se puede usar otra vez. Un uso por error lo deshace un encargado.',
    },
    usedUp: {
      means: 'Se ha usado tantas veces como se podía.',
      next: 'El cliente necesita otro cupón.',
    },
    ended: {
      means: 'El último día de su cuponera ha pasado. El cupón sigue como estaba.',
      next: 'Un encargado puede dar a la cuponera un final posterior, en sus reglas.',
    },
    VOID: {
      means: 'Se retiró para siempre. Su historial dice quién y por qué.',
      next: 'No se puede recuperar. El cliente necesita otro cupón.',
    },
  },
  book: {
    running: {
      means: 'Sus cupones se pueden asignar, bloquear y canjear.',
      next: 'Importa o genera códigos antes de que se acaben los libres.',
    },
    notStarted: {
      means: 'Su primer día está por llegar: antes no vale ninguno de sus cupones.',
      next: 'Empieza por sí sola. El día está en sus reglas.',
    },
    ended: {
      means: 'Su último día ha pasado: ya no vale ninguno de sus cupones.',
      next: 'Dale un final posterior en sus reglas, o anula los códigos libres.',
    },
    inactive: {
      means: 'Un encargado la desactivó: ninguno de sus cupones vale hasta que se active.',
      next: 'Actívala, y sigue como antes.',
    },
  },
  job: {
    queued: { means: 'Espera su turno.', next: 'Empieza por sí solo. Puedes salir de la pantalla.' },
    running: { means: 'Está en marcha.', next: 'Sigue aunque salgas de la pantalla, y se puede cancelar.' },
    done: { means: 'Ha terminado; se conserva todo.', next: 'Su informe dice cómo fue, línea por línea.' },
    failed: {
      means: 'No se pudo terminar; no se conserva nada.',
      next: 'Lee por qué y empieza de nuevo.',
    },
    cancelled: { means: 'Alguien lo detuvo; no se conserva nada.', next: 'Empieza de nuevo si hace falta.' },
  },
}

const words = inLanguage(en, es)

/** A state as it looks everywhere, with its meaning. */
export type ExplainedState = StateLook & Meaning

const coupon: Record<CouponState | 'usedUp' | 'ended', ExplainedState> = {
  UNASSIGNED: { ...couponLook.UNASSIGNED, ...words.coupon.UNASSIGNED },
  ASSIGNED: { ...couponLook.ASSIGNED, ...words.coupon.ASSIGNED },
  LOCKED: { ...couponLook.LOCKED, ...words.coupon.LOCKED },
  REDEEMED: { ...couponLook.REDEEMED, ...words.coupon.REDEEMED },
  usedUp: { ...couponLook.REDEEMED, word: words.usedUp, ...words.coupon.usedUp },
  ended: { ...bookLook.ended, word: words.ended, ...words.coupon.ended },
  VOID: { ...couponLook.VOID, ...words.coupon.VOID },
}

const book: Record<BookStanding, ExplainedState> = {
  running: { ...bookLook.running, ...words.book.running },
  notStarted: { ...bookLook.notStarted, ...words.book.notStarted },
  ended: { ...bookLook.ended, ...words.book.ended },
  inactive: { ...bookLook.inactive, ...words.book.inactive },
}

const job: Record<Job['state'], ExplainedState> = {
  queued: { ...jobLook.queued, ...words.job.queued },
  running: { ...jobLook.running, ...words.job.running },
  done: { ...jobLook.done, ...words.job.done },
  failed: { ...jobLook.failed, ...words.job.failed },
  cancelled: { ...jobLook.cancelled, ...words.job.cancelled },
}

/** Every state of coupons, books and jobs. One without a meaning does not compile. */
export const explainedStates = { coupon, book, job }
