import { inLanguage, type Translated } from '../ui/language.ts'

const scanEn = {
  scanned: 'Scanned',
  offerNext: 'What you are doing here is not left by itself. Scan it again to go.',
  open: 'Open at the till',
  unknown: (code: string) => `“${code}” is no code of this store`,
  unknownNext: 'It was left in the field, and nothing was sent.',
  dismiss: 'Put it away',
} as const

const scanEs: Translated<typeof scanEn> = {
  scanned: 'Escaneado',
  offerNext: 'Lo que estás haciendo aquí no se cierra solo. Escanéalo otra vez para ir.',
  open: 'Abrir en la caja',
  unknown: (code) => `«${code}» no es un código de esta tienda`,
  unknownNext: 'Se ha quedado en el campo y no se ha enviado nada.',
  dismiss: 'Descartarlo',
}

/** The words of a scan that is offered where it was made. */
export const scanWords = inLanguage(scanEn, scanEs)
