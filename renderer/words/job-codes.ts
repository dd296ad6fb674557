import type { Job } from '../../server/contracts/imports.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const verbs: Record<Job['kind'], string> = {
  import: 'Imported',
  generate: 'Generated',
  distribute: 'Given',
  void: 'Voided',
}
const verbsEs: Record<Job['kind'], string> = {
  import: 'Importados',
  generate: 'Generados',
  distribute: 'Entregados',
  void: 'Anulados',
}

const en = {
  see: 'See the codes',
  export: 'Export them as CSV',
  exportFile: (book: string, job: string) => `codes-of-book-${book}-${job}.csv`,
  print: 'Print them',
  /** The filter. `when` is a time in words. */
  made: (kind: Job['kind'], when: string) => `${verbs[kind]} · ${when}`,
  together: 'Brought in together',
  everyCode: 'Show the other codes, too',
} as const

const es: Translated<typeof en> = {
  see: 'Ver los códigos',
  export: 'Exportarlos como CSV',
  exportFile: (book, job) => `codigos-de-cuponera-${book}-${job}.csv`,
  print: 'Imprimirlos',
  made: (kind, when) => `${verbsEs[kind]} · ${when}`,
  together: 'Llegaron juntos',
  everyCode: 'Mostrar también los demás códigos',
}

/** The words of the codes that one import or generation made. */
export const jobCodesWords = inLanguage(en, es)
