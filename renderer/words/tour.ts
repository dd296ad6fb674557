import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const en = {
  steps: {
    scan: {
      title: 'A code comes in here',
      text: 'Scan it, whatever you were doing: it finds this field by itself. Or type it; small letters, spaces and hyphens do not count.',
    },
    card: {
      title: 'The card says it in one line',
      text: 'Whether the coupon is good, whose it is, and if not, why. Enter takes the next step: lock, then redeem. Esc lets go of it, or makes room for the next one.',
    },
    clock: {
      title: 'A lock keeps it for you',
      text: 'While the clock runs nobody else can redeem it. It can be extended, or handed to a colleague. At zero anybody can take it again.',
    },
    locks: {
      title: 'What is locked right now',
      text: 'All tills see the same list. Go back to a coupon from here, or let go of your lock.',
    },
    shift: {
      title: 'Your shift',
      text: 'What you redeemed since your first scan, with its receipt number. After a mistake, ask here to have it undone.',
    },
  },
  at: (step: number, all: number) => `${formatNumber(step)} of ${formatNumber(all)}`,
  next: 'Next',
  back: 'Back',
  done: 'Begin',
  leave: 'End the tour',
  /** The name of the clock that shows what a lock looks like. */
  exampleClock: 'An example of a lock',
} as const

const es: Translated<typeof en> = {
  steps: {
    scan: {
      title: 'Aquí entra un código',
      text: 'Escanéalo, hagas lo que hagas: encuentra este campo por sí solo. O escríbelo; las minúsculas, los espacios y los guiones no cuentan.',
    },
    card: {
      title: 'La ficha lo dice en una línea',
      text: 'Si el cupón vale, de quién es, y si no, por qué. Intro da el siguiente paso: bloquear y después canjear. Esc lo suelta, o deja sitio al siguiente.',
    },
    clock: {
      title: 'Un bloqueo te lo guarda',
      text: 'Mientras corre el tiempo nadie más lo puede canjear. Se puede alargar, o traspasar a otra persona del equipo. En cero cualquiera puede tomarlo otra vez.',
    },
    locks: {
      title: 'Lo que está bloqueado ahora',
      text: 'Todas las cajas ven la misma lista. Vuelve a un cupón desde aquí, o suelta tu bloqueo.',
    },
    shift: {
      title: 'Tu turno',
      text: 'Lo que has canjeado desde tu primer escaneo, con su número de recibo. Si hubo un error, pide aquí que se deshaga.',
    },
  },
  at: (step, all) => `${formatNumber(step)} de ${formatNumber(all)}`,
  next: 'Siguiente',
  back: 'Atrás',
  done: 'Empezar',
  leave: 'Terminar el recorrido',
  exampleClock: 'Ejemplo de un bloqueo',
}

/** The words of the tour of the till. */
export const tourWords = inLanguage(en, es)
