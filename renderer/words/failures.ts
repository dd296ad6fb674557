import type { Job } from '../../server/contracts/imports.ts'
import { inLanguage, type Translated } from '../ui/language.ts'
import type { Details } from './problem-parts.ts'
import { wordsForCode } from './problems.ts'

/** Why something failed, and what to do next; empty where the reason says that already. */
interface Failure {
  why: string
  next: string
}

const failure = (why: string, next: string): Failure => ({ why, next })

// What a refused request is told would not do afterwards: that it is tried again, that it is busy right now, or that a form is to be
// corrected.
const en = {
  interrupted: failure('The program ended while it worked on this.', 'Start it again.'),
  busy: failure('The database was too busy.', 'Start it again.'),
  database_unavailable: failure('The database did not answer.', 'Start it again as soon as it does.'),
  internal_error: failure(
    'Something went wrong on the server.',
    'Start it again; if it stays, tell the administrator.',
  ),
  validation_failed: failure(
    'Something that was sent for this was missing or not right.',
    'Check it, and start it again.',
  ),
  shut_out: failure(
    'Whoever asked for this was logged out, or may not do it any more, when its turn came.',
    'Start it again.',
  ),
  most_taken: failure('Most codes of this pattern are in the store already.', 'Use a longer pattern.'),
  limit: failure(
    'The members of the pool may not hold that many of this book.',
    'Give fewer, or raise the limit in the rules of the book.',
  ),
  kept: (sentence: string) => failure(`${sentence}.`, ''),
} as const

const es: Translated<typeof en> = {
  interrupted: failure('El programa terminó mientras trabajaba en esto.', 'Empieza otra vez.'),
  busy: failure('La base de datos estaba demasiado ocupada.', 'Empieza otra vez.'),
  database_unavailable: failure('La base de datos no respondía.', 'Empieza otra vez en cuanto responda.'),
  internal_error: failure(
    'Algo falló en el servidor.',
    'Empieza otra vez; si sigue igual, avisa al administrador.',
  ),
  validation_failed: failure(
    'Algo de lo que se envió para esto faltaba o no estaba bien.',
    'Revísalo y empieza otra vez.',
  ),
  shut_out: failure(
    'Quien lo pidió había salido, o ya no puede hacerlo, cuando llegó su turno.',
    'Empieza otra vez.',
  ),
  most_taken: failure(
    'La tienda ya tiene la mayoría de los códigos de este patrón.',
    'Usa un patrón más largo.',
  ),
  limit: failure(
    'Los miembros del grupo no pueden tener tantos cupones de esta cuponera.',
    'Reparte menos, o sube el límite en las reglas de la cuponera.',
  ),
  kept: (sentence) => failure(`El servidor lo anotó solo en inglés: «${sentence}».`, ''),
}

const words = inLanguage(en, es)

/** What a job tells of its failure. */
type FailedJob = Pick<Job, 'kind' | 'error' | 'error_code' | 'error_details'>

// "Nothing was imported.", "Nothing of it was kept: start it again."
const WHAT_WAS_LEFT = /(?<=[.]) Nothing [a-z :]+[.]$/

/** Why a job failed, what became of its work, and what to do next. @param left what became of its work, a sentence. */
export function failedBecause(job: FailedJob, left: string): string {
  const { why, next } = failureOf(job)
  return [why, left, next].filter((sentence) => sentence !== '').join(' ')
}

/** Why a job failed, in a sentence for a list; its report says the rest. Empty where nobody knows. */
export function reasonOf(job: FailedJob): string {
  return failureOf(job).why
}

function failureOf({ kind, error, error_code: code, error_details }: FailedJob): Failure {
  const details: Details = error_details ?? {}
  if (code === null) return error === null ? failure('', '') : ofOlderProgram(error)
  if (code === 'busy') return details['interrupted'] === true ? words.interrupted : words.busy
  if (code === 'database_unavailable' || code === 'internal_error' || code === 'validation_failed')
    return words[code]
  if (code === 'unauthenticated' || code === 'forbidden') return words.shut_out
  if (code === 'code_space_too_small' && details['most_taken'] === true) return words.most_taken
  if (code === 'assignment_limit_reached' && kind === 'distribute') return words.limit
  const { title, next } = wordsForCode(code, details)
  // What is wrong with a file is told whole, with what to do about it.
  return code === 'unreadable_csv' ? failure(next, '') : failure(`${title}.`, next)
}

/** A job of an older program kept its sentence alone, some with what became of the work, which is told beside it. */
function ofOlderProgram(error: string): Failure {
  return words.kept(error.replace(WHAT_WAS_LEFT, '').replace(/[.]$/, ''))
}
