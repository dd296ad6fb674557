import { fieldErrors } from '../api/errors.ts'
import { inLanguage } from '../ui/language.ts'

const spanish: Record<string, string> = {
  'must not be empty': 'No puede estar vacío.',
  'is not an e-mail address': 'No es un correo electrónico.',
  'is too long for an e-mail address': 'Es demasiado largo para un correo electrónico.',
  'must have at least 8 characters': 'Usa al menos 8 caracteres.',
  'must have at most 72 bytes': 'Es demasiado largo.',
  'contains characters that are not allowed': 'Tiene caracteres que no se permiten.',
  'must lie between the years 1900 and 9999': 'Elige un día entre los años 1900 y 9999.',
  'must be after starts_at': 'Tiene que ser posterior al comienzo.',
  'has passed already': 'Ya ha pasado.',
  'belongs to another user already': 'Ya lo tiene otra persona.',
  'is missing': 'Falta.',
}

function inSpanish(message: string): string {
  const most = /^must have at most (\d+) characters$/.exec(message)?.[1]
  if (most !== undefined) return `Usa como mucho ${most} caracteres.`
  return spanish[message] ?? 'Esto no es válido.'
}

const inWords = inLanguage((message: string) => message, inSpanish)

/**
 * What is wrong with single fields of a refused form, by field; empty for every other error. The server speaks English alone: in
 * Spanish, what it says less often is told in general.
 */
export function fieldWords(error: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fieldErrors(error)).map(([field, message]) => [field, inWords(message)]),
  )
}
