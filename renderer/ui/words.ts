import { inLanguage, type Translated } from './language.ts'

const en = {
  busy: 'Working…',
  cancel: 'Cancel',
  chooseFile: 'Choose a file',
  clear: 'Clear the search',
  close: 'Close',
  copied: 'Copied',
  copy: 'Copy',
  dropHere: 'or drop it here',
  fold: 'Fold',
  hidePassword: 'Hide the password',
  loadMore: 'Load more',
  loading: 'Loading',
  optional: 'optional',
  shown: (count: string) => `${count} shown`,
  showPassword: 'Show the password',
  tryAgain: 'Try again',
  unfold: 'Show',
  /** Beside a countdown. */
  phase: { ample: 'Time enough', soon: 'Soon over', last: 'Last seconds', over: 'Over' },
  /** Said once, when a phase of a countdown begins. */
  timer: {
    soon: (label: string, left: string) => `${label}: ${left} left`,
    last: (label: string, left: string) => `${label}: only ${left} left`,
    over: (label: string) => `${label}: time is over`,
  },
  timeLeft: (label: string, left: string) => `${label}: ${left}`,
} as const

const es: Translated<typeof en> = {
  busy: 'Un momento…',
  cancel: 'Cancelar',
  chooseFile: 'Elegir un archivo',
  clear: 'Borrar la búsqueda',
  close: 'Cerrar',
  copied: 'Copiado',
  copy: 'Copiar',
  dropHere: 'o suéltalo aquí',
  fold: 'Plegar',
  hidePassword: 'Ocultar la contraseña',
  loadMore: 'Cargar más',
  loading: 'Cargando',
  optional: 'opcional',
  shown: (count: string) => `${count} a la vista`,
  showPassword: 'Mostrar la contraseña',
  tryAgain: 'Intentarlo otra vez',
  unfold: 'Mostrar',
  phase: { ample: 'Tiempo de sobra', soon: 'Se acaba pronto', last: 'Últimos segundos', over: 'Terminado' },
  timer: {
    soon: (label, left) => `${label}: quedan ${left}`,
    last: (label, left) => `${label}: solo quedan ${left}`,
    over: (label) => `${label}: se acabó el tiempo`,
  },
  timeLeft: (label, left) => `${label}: ${left}`,
}

/** The few words that components say by themselves; everything else is handed to them. */
export const uiWords = inLanguage(en, es)
