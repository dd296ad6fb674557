import {
  fileFault,
  fileFaultWords,
  sayFault,
  type FileFaultWords,
} from '../../server/contracts/file-faults.ts'
import { formatNumber } from '../ui/format.ts'
import { inLanguage } from '../ui/language.ts'

const formatsEs = {
  zip: 'un libro de Excel u otro archivo zip',
  old_excel: 'un libro de Excel antiguo',
  pdf: 'un PDF',
  compressed: 'un archivo comprimido',
}

const es: FileFaultWords = {
  empty: () => 'El archivo está vacío.',
  other_format: ({ format }) => `Esto es ${formatsEs[format]}, no un CSV. Guárdalo como CSV e impórtalo así.`,
  not_utf8: () => 'El archivo no está en UTF-8. Deja que se detecte la codificación, o elige otra.',
  binary: () => 'Esto no es un CSV: tiene bytes que ningún texto tiene. Si es UTF-16, indícalo.',
  control_characters: () => 'Esto no es un CSV: tiene caracteres que ningún texto tiene.',
  wrong_encoding: () => 'El archivo tiene bytes que no son de su codificación. Elige tú la codificación.',
  open_quote: ({ line }) => `La línea ${String(line)} abre unas comillas que no se cierran.`,
  no_such_column: ({ column }) => `El archivo no tiene ninguna columna «${column}».`,
  no_code_column: ({ width }) =>
    `El archivo tiene ${String(width)} columnas y ninguna se llama «code». Di cuál contiene los códigos.`,
  no_email_column: () => 'Ninguna columna del archivo se llama «email».',
  no_name_column: () => 'Ninguna columna del archivo se llama «name».',
  no_heading: () => 'Nombra las columnas en la primera línea: name, email y, si quieres, external_id.',
  doubled_column: ({ column }) => `Dos columnas del archivo se llaman «${column}».`,
  refused_lines: ({ received, rejected }) =>
    `${formatNumber(rejected)} de ${formatNumber(received)} líneas se rechazaron, y se pidió importar todas o ninguna.`,
}

const words = inLanguage<FileFaultWords>(fileFaultWords(formatNumber), es)

/** What is wrong with a file, and where; undefined where the details of the refusal do not tell. */
export function faultWords(details: unknown): string | undefined {
  const { data } = fileFault.safeParse(details)
  return data && sayFault(words, data)
}
