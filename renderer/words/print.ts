import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const labels = (count: number): string => (count === 1 ? '1 label' : `${formatNumber(count)} labels`)
const pages = (count: number): string => (count === 1 ? '1 page' : `${formatNumber(count)} pages`)

const en = {
  title: 'Print codes',
  verb: 'Print codes',
  lead: 'Labels to cut out, each with its code for a scanner and for the eye.',
  book: 'Book',

  which: 'Which codes',
  states: { UNASSIGNED: 'Free codes', ASSIGNED: 'Assigned codes' },
  count: 'How many',
  countHint: (most: number) => `The newest first, from 1 to ${formatNumber(most)} at a time.`,
  countError: (most: number) => `Type a whole number from 1 to ${formatNumber(most)}.`,
  symbol: 'Symbol',
  symbols: {
    qr: { label: 'QR code', hint: 'Any phone and most scanners read it.' },
    code128: { label: 'Barcode', hint: 'Code 128, for scanners with a single line.' },
  },
  layout: 'Labels on a page',
  layouts: { large: '8 large: 2 by 4', small: '24 small: 3 by 8' },
  paper: 'Paper',
  papers: { a4: 'A4', letter: 'Letter' },

  print: (count: number, sheets: number) =>
    count === 0 ? 'Print' : `Print ${labels(count)} on ${pages(sheets)}`,
  atFullSize: 'In the print dialog choose 100 % and no margins, so that the labels keep their size.',
  fewer: (asked: number, found: number) => `${formatNumber(found)} of the ${formatNumber(asked)} asked for`,
  fewerNext: 'There are no more codes of this kind.',
  asQr: (count: number) =>
    count === 1 ? '1 code does not fit a barcode' : `${formatNumber(count)} codes do not fit a barcode`,
  asQrNext: 'Too long for the label, or with letters that Code 128 has not: printed as a QR code instead.',
  preview: 'Preview',
  page: (number: number, all: number) => `Page ${formatNumber(number)} of ${formatNumber(all)}`,
  drawing: 'Drawing the labels…',
  batch: (first: number, last: number, all: number | undefined) =>
    `${first === last ? `Code ${formatNumber(first)}` : `Codes ${formatNumber(first)}–${formatNumber(last)}`}${all === undefined ? '' : ` of ${formatNumber(all)}`}`,
  nextBatch: (count: number) => (count === 1 ? 'Next code' : `Next ${formatNumber(count)} codes`),
  lastBatch: 'These are the last.',
  fromStart: 'Back to the newest',
  noneLeft: { title: 'No codes come after these', next: 'Go back to the newest, or choose other codes.' },
  none: {
    UNASSIGNED: { title: 'No code of this book is free', next: 'Import or generate codes first.' },
    ASSIGNED: {
      title: 'No code of this book is assigned',
      next: 'Assign codes to customers, or distribute them, and print them then.',
    },
  },
  noneOfThese: {
    UNASSIGNED: {
      title: 'None of these codes is free',
      next: 'Print those that are assigned, or other codes.',
    },
    ASSIGNED: {
      title: 'None of these codes is assigned',
      next: 'Print those that are free, or other codes.',
    },
  },
  until: (day: string) => `Until ${day}`,
} as const

const labelsEs = (count: number): string => (count === 1 ? '1 etiqueta' : `${formatNumber(count)} etiquetas`)
const pagesEs = (count: number): string => (count === 1 ? '1 página' : `${formatNumber(count)} páginas`)
const askedEs = (count: number): string => (count === 1 ? '1 pedido' : `los ${formatNumber(count)} pedidos`)

const es: Translated<typeof en> = {
  title: 'Imprimir códigos',
  verb: 'Imprimir códigos',
  lead: 'Etiquetas para recortar, cada una con su código para el escáner y para la vista.',
  book: 'Cuponera',

  which: 'Qué códigos',
  states: { UNASSIGNED: 'Códigos libres', ASSIGNED: 'Códigos asignados' },
  count: 'Cuántos',
  countHint: (most) => `Primero los más nuevos, de 1 a ${formatNumber(most)} cada vez.`,
  countError: (most) => `Escribe un número entero de 1 a ${formatNumber(most)}.`,
  symbol: 'Símbolo',
  symbols: {
    qr: { label: 'Código QR', hint: 'Lo lee cualquier móvil y la mayoría de los escáneres.' },
    code128: { label: 'Código de barras', hint: 'Code 128, para escáneres de una sola línea.' },
  },
  layout: 'Etiquetas por página',
  layouts: { large: '8 grandes: 2 por 4', small: '24 pequeñas: 3 por 8' },
  paper: 'Papel',
  papers: { a4: 'A4', letter: 'Carta' },

  print: (count, sheets) => (count === 0 ? 'Imprimir' : `Imprimir ${labelsEs(count)} en ${pagesEs(sheets)}`),
  atFullSize:
    'En el diálogo de impresión elige 100 % y sin márgenes, para que las etiquetas conserven su tamaño.',
  fewer: (asked, found) => `${formatNumber(found)} de ${askedEs(asked)}`,
  fewerNext: 'No hay más códigos de este tipo.',
  asQr: (count) =>
    count === 1
      ? '1 código no cabe en un código de barras'
      : `${formatNumber(count)} códigos no caben en un código de barras`,
  asQrNext:
    'Es demasiado largo para la etiqueta, o tiene letras que Code 128 no conoce: se imprime como código QR.',
  preview: 'Vista previa',
  page: (number, all) => `Página ${formatNumber(number)} de ${formatNumber(all)}`,
  drawing: 'Dibujando las etiquetas…',
  batch: (first, last, all) =>
    `${first === last ? `Código ${formatNumber(first)}` : `Códigos ${formatNumber(first)}–${formatNumber(last)}`}${all === undefined ? '' : ` de ${formatNumber(all)}`}`,
  nextBatch: (count) => (count === 1 ? 'Siguiente código' : `Siguientes ${formatNumber(count)} códigos`),
  lastBatch: 'Son los últimos.',
  fromStart: 'Volver a los más nuevos',
  noneLeft: {
    title: 'No vienen más códigos',
    next: 'Vuelve a los más nuevos, o elige otros códigos.',
  },
  none: {
    UNASSIGNED: {
      title: 'No queda ningún código libre en esta cuponera',
      next: 'Importa o genera códigos primero.',
    },
    ASSIGNED: {
      title: 'Ningún código de esta cuponera está asignado',
      next: 'Asigna códigos a clientes, o repártelos, e imprímelos entonces.',
    },
  },
  noneOfThese: {
    UNASSIGNED: {
      title: 'Ninguno de estos códigos está libre',
      next: 'Imprime los que están asignados, u otros códigos.',
    },
    ASSIGNED: {
      title: 'Ninguno de estos códigos está asignado',
      next: 'Imprime los que están libres, u otros códigos.',
    },
  },
  until: (day) => `Hasta el ${day}`,
}

/** The words of printing a book's codes. */
export const printWords = inLanguage(en, es)
