import type { Import } from '../../server/contracts/imports.ts'
import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'
import { failedBecause } from './failures.ts'
import type { TargetWords } from './import-targets.ts'

const lines = (count: number): string => (count === 1 ? '1 line' : `${formatNumber(count)} lines`)
const linesEs = (count: number): string => (count === 1 ? '1 línea' : `${formatNumber(count)} líneas`)
const refusedEs = (count: number): string => `${linesEs(count)} ${count === 1 ? 'rechazada' : 'rechazadas'}`

function size(bytes: number): string {
  if (bytes < 1000) return `${String(bytes)} bytes`
  if (bytes < 1_000_000) return `${formatNumber(Math.round(bytes / 1000))} kB`
  return `${formatNumber(Math.round(bytes / 100_000) / 10)} MB`
}

const encodingNames = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16, big-endian',
  'windows-1252': 'Windows-1252',
} as const
const delimiterNames = { ',': 'Comma', ';': 'Semicolon', '\t': 'Tab', '|': 'Vertical bar' } as const
const delimiterNamesEs: Translated<typeof delimiterNames> = {
  ',': 'Coma',
  ';': 'Punto y coma',
  '\t': 'Tabulador',
  '|': 'Barra vertical',
}

function names(table: Record<string, string>, key: string): string {
  return table[key] ?? key
}

const en = {
  steps: { source: 'File', reading: 'What we read', trial: 'Trial run', run: 'Import' },

  sample: 'Download a sample file',
  history: 'All imports',
  another: 'Choose another file',
  or: 'or',
  paste: 'Paste codes',
  pasteLabel: 'Codes, one on each line',
  pasteHint: 'A column copied from a spreadsheet does, too.',
  pasteGo: 'Check these codes',
  pasteBack: 'Choose a file instead',
  pasteEmpty: 'Paste at least one code.',
  pastedName: 'Pasted codes',
  tooLarge: 'This file is larger than 200 MB. Split it and import the parts.',
  emptyFile: 'This file is empty.',
  size,
  begun: (name: string) => `“${name}” is being imported`,

  fileNamed: (name: string, bytes: number) => `${name} · ${size(bytes)}`,
  readingLead: 'How to read the file',
  readAs: (encoding: string, delimiter: string | null | undefined, column: string | undefined) =>
    [names(encodingNames, encoding), delimiter ? names(delimiterNames, delimiter) : undefined, column]
      .filter((part) => part !== undefined)
      .join(' · '),
  preview: 'The first lines of the file',
  line: 'Line',
  detect: 'As detected',
  columnName: (number: number, name: string) =>
    name === '' ? `Column ${String(number)}` : `${String(number)} · ${name}`,
  inColumn: (what: string, number: number, name: string) =>
    name === '' ? `${what} in column ${String(number)}` : `${what} in “${name}”`,
  noColumn: 'None',
  otherwise: 'Read it differently',
  waitsForColumn: 'It begins as soon as the column is known.',
  columnHead: (number: number) => `Column ${String(number)}`,
  choose: 'Choose…',
  delimiter: 'Separated by',
  delimiters: delimiterNames,
  encoding: 'Encoding',
  encodings: encodingNames,
  heading: 'The first line is a heading',
  keepColumns: 'Keep the other columns with each coupon',
  unreadablePreview: 'The beginning of the file cannot be shown as text.',

  trialSum: (fresh: number, refused: number) =>
    refused === 0
      ? `${formatNumber(fresh)} new`
      : `${formatNumber(fresh)} new, ${formatNumber(refused)} refused`,
  runSum: (file: string | null, when: string) => (file === null ? when : `${file} · ${when}`),
  nothingWritten: 'Nothing is written yet.',
  checking: 'Checking each line',
  sending: 'Sending the file',
  share: (part: number) => `${String(Math.round(part * 100))} %`,
  sent: (sent: number, total: number) => `${size(sent)} of ${size(total)}`,
  isNew: 'New',
  isNewHint: 'will be imported',
  shownOf: (shown: number, all: number) =>
    shown === all ? lines(all) : `The first ${formatNumber(shown)} of ${lines(all)}`,
  downloadTrial: 'Download all refused lines as CSV',
  trialFile: 'refused-lines.csv',
  nothingNew: 'There is nothing to import',
  checkAgain: 'Check again',

  reading: 'Reading the file',
  cancel: 'Cancel the import',
  waiting: 'The server is away. The import goes on as soon as it is back, or is undone as a whole.',
  doneClean: 'Every line was good.',
  refused: (count: number) => `${lines(count)} refused.`,
  doneRefused: (count: number) => `${lines(count)} refused, see below.`,
  cancelledTitle: 'The import was cancelled',
  nothingKept: 'Nothing of the file was kept.',
  failedTitle: 'The import failed',
  again: 'Import another file',
  retry: 'Try again',
  rejects: 'Refused lines',
  value: 'What stood there',
  reason: 'Why',
  emptyValue: 'empty',
  download: 'Download them all as CSV',
  rejectsFile: (id: number) => `refused-lines-${String(id)}.csv`,
} as const

const es: Translated<typeof en> = {
  steps: { source: 'Archivo', reading: 'Lo que leemos', trial: 'Prueba', run: 'Importar' },

  sample: 'Descargar un archivo de ejemplo',
  history: 'Todas las importaciones',
  another: 'Elegir otro',
  or: 'o',
  paste: 'Pegar códigos',
  pasteLabel: 'Códigos, uno en cada línea',
  pasteHint: 'También vale una columna copiada de una hoja de cálculo.',
  pasteGo: 'Comprobar estos códigos',
  pasteBack: 'Elegir un archivo en su lugar',
  pasteEmpty: 'Pega al menos un código.',
  pastedName: 'Códigos pegados',
  tooLarge: 'Este archivo pesa más de 200 MB. Divídelo e importa las partes.',
  emptyFile: 'Este archivo está vacío.',
  size,
  begun: (name) => `«${name}» se está importando`,

  fileNamed: (name, bytes) => `${name} · ${size(bytes)}`,
  readingLead: 'Cómo leer el archivo',
  readAs: (encoding, delimiter, column) =>
    [names(encodingNames, encoding), delimiter ? names(delimiterNamesEs, delimiter) : undefined, column]
      .filter((part) => part !== undefined)
      .join(' · '),
  preview: 'Las primeras líneas del archivo',
  line: 'Línea',
  detect: 'Lo detectado',
  columnName: (number, name) => (name === '' ? `Columna ${String(number)}` : `${String(number)} · ${name}`),
  inColumn: (what, number, name) =>
    name === '' ? `${what} en la columna ${String(number)}` : `${what} en «${name}»`,
  noColumn: 'Ninguna',
  otherwise: 'Leerlo de otra manera',
  waitsForColumn: 'Empieza en cuanto se sepa la columna.',
  columnHead: (number) => `Columna ${String(number)}`,
  choose: 'Elige…',
  delimiter: 'Separado por',
  delimiters: delimiterNamesEs,
  encoding: 'Codificación',
  encodings: encodingNames,
  heading: 'La primera línea es un encabezado',
  keepColumns: 'Guardar las demás columnas con cada cupón',
  unreadablePreview: 'El principio del archivo no se puede mostrar como texto.',

  trialSum: (fresh, refused) => {
    const found = `${formatNumber(fresh)} ${fresh === 1 ? 'nueva' : 'nuevas'}`
    return refused === 0
      ? found
      : `${found}, ${formatNumber(refused)} ${refused === 1 ? 'rechazada' : 'rechazadas'}`
  },
  runSum: (file, when) => (file === null ? when : `${file} · ${when}`),
  nothingWritten: 'Aún no se ha escrito nada.',
  checking: 'Comprobando cada línea',
  sending: 'Enviando el archivo',
  share: (part) => `${String(Math.round(part * 100))} %`,
  sent: (sent, total) => `${size(sent)} de ${size(total)}`,
  isNew: 'Nuevas',
  isNewHint: 'se importarán',
  shownOf: (shown, all) =>
    shown === all ? linesEs(all) : `Las primeras ${formatNumber(shown)} de ${linesEs(all)}`,
  downloadTrial: 'Descargar las rechazadas como CSV',
  trialFile: 'lineas-rechazadas.csv',
  nothingNew: 'No hay nada que importar',
  checkAgain: 'Comprobar otra vez',

  reading: 'Leyendo el archivo',
  cancel: 'Cancelar la importación',
  waiting: 'El servidor no responde. La importación sigue en cuanto vuelva, o se deshace entera.',
  doneClean: 'Todas las líneas eran correctas.',
  refused: (count) => `${refusedEs(count)}.`,
  doneRefused: (count) => `${refusedEs(count)}; míralas abajo.`,
  cancelledTitle: 'La importación se canceló',
  nothingKept: 'No se guardó nada del archivo.',
  failedTitle: 'La importación falló',
  again: 'Importar otro archivo',
  retry: 'Intentarlo otra vez',
  rejects: 'Líneas rechazadas',
  value: 'Lo que ponía',
  reason: 'Por qué',
  emptyValue: 'vacío',
  download: 'Descargarlas todas como CSV',
  rejectsFile: (id) => `lineas-rechazadas-${String(id)}.csv`,
}

/** The words of every import: file, reading, trial, run and report; `targetWords` has what depends on what it makes. */
export const importWords = inLanguage(en, es)

/** An import that ended, for those who look elsewhere. */
export function importNotice(report: Import, target: TargetWords): { title: string; body: string } {
  const { state, imported, rejected, file_name } = report
  const { doneClean, refused, failedTitle, nothingKept } = importWords
  const outcome = rejected === 0 ? doneClean : refused(rejected)
  const [title, words] =
    state === 'done' ? [target.done(imported), outcome] : [failedTitle, failedBecause(report, nothingKept)]
  return { title, body: [file_name, words].filter(Boolean).join('\n').slice(0, 500) }
}
