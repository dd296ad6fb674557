import { formatNumber } from '../ui/format.ts'

const labels = (count: number): string => (count === 1 ? '1 label' : `${formatNumber(count)} labels`)
const pages = (count: number): string => (count === 1 ? '1 page' : `${formatNumber(count)} pages`)

/** The words of printing a book's codes. */
export const printWords = {
  title: 'Print codes',
  verb: 'Print codes',
  lead: 'Labels to cut out, each with its code for a scanner and for the eye.',
  book: 'Book',

  which: 'Which codes',
  states: { UNASSIGNED: 'Free codes', ASSIGNED: 'Assigned codes' },
  count: 'How many',
  countHint: (most: number) => `The newest, from 1 to ${formatNumber(most)}.`,
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
  fewerNext: 'The book has no more codes of this kind.',
  asQr: (count: number) =>
    count === 1 ? '1 code does not fit a barcode' : `${formatNumber(count)} codes do not fit a barcode`,
  asQrNext: 'Too long for the label, or with letters that Code 128 has not: printed as a QR code instead.',
  preview: 'Preview',
  page: (number: number, all: number) => `Page ${formatNumber(number)} of ${formatNumber(all)}`,
  drawing: 'Drawing the labels…',
  noneTitle: { UNASSIGNED: 'No code of this book is free', ASSIGNED: 'No code of this book is assigned' },
  noneNext: {
    UNASSIGNED: 'Import or generate codes first.',
    ASSIGNED: 'Assign codes to customers, or distribute them, and print them then.',
  },
  until: (day: string) => `Until ${day}`,
} as const
