import { inLanguage, type Translated } from '../ui/language.ts'

const scanEn = {
  scanned: 'Scanned',
  offerNext: 'You have unsaved work here. Scan it again to leave and open it.',
  open: 'Open at the till',
  unknown: (code: string) => `“${code}” is not a code of this store`,
  unknownNext: 'It was left in the field, and nothing was sent.',
  dismiss: 'Dismiss',
} as const

const scanEs: Translated<typeof scanEn> = {
  scanned: 'Escaneado',
  offerNext: 'Tienes algo sin guardar. Escanéalo otra vez para salir y abrirlo.',
  open: 'Abrir en la caja',
  unknown: (code) => `«${code}» no es un código de esta tienda`,
  unknownNext: 'Se ha quedado en el campo y no se ha enviado nada.',
  dismiss: 'Descartar',
}

/** The words of a scan that is offered where it was made. */
export const scanWords = inLanguage(scanEn, scanEs)
