import { inEnglish, type Sentence } from '../contracts/sentences.ts'

/** Why the embedded database could not be started, stable for screens and tests. */
export type DatabaseStartCode =
  | 'binaries_missing'
  | 'in_use'
  | 'not_writable'
  | 'newer_version'
  | 'older_version'
  | 'damaged'
  | 'no_space'
  | 'failed'

/** A start that failed: in a sentence for a person; `details` is the tail of what Postgres said (may be empty). */
export class DatabaseStartError extends Error {
  readonly code: DatabaseStartCode
  readonly sentence: Sentence
  readonly details: string

  constructor(code: DatabaseStartCode, sentence: Sentence, details = '', cause?: unknown) {
    super(inEnglish(sentence), { cause })
    this.name = 'DatabaseStartError'
    this.code = code
    this.sentence = sentence
    this.details = details
  }
}

/** Turns whatever was thrown while working in `folder` into a start error; start errors pass unchanged. */
export function toStartError(error: unknown, folder: string): DatabaseStartError {
  if (error instanceof DatabaseStartError) return error
  const text = error instanceof Error ? error.message : String(error)
  const errno = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (['EACCES', 'EPERM', 'EROFS'].includes(errno)) return notWritable(folder, text, error)
  if (['EEXIST', 'ENOTDIR'].includes(errno))
    return new DatabaseStartError('not_writable', { says: 'folder_is_file', folder }, text, error)
  // 53100 is how a running Postgres says it.
  if (['ENOSPC', 'EDQUOT', '53100'].includes(errno)) return noSpace(folder, text, error)
  return new DatabaseStartError('failed', { says: 'database_not_started', folder }, text, error)
}

/** Sorts a failed initdb or postgres by what it wrote; its messages are always English (lc_messages is C). */
export function fromPostgresLog(tail: string, folder: string): DatabaseStartError {
  if (/No space left on device|Disk quota exceeded/.test(tail)) return noSpace(folder, tail)
  if (/Permission denied|Read-only file system|has wrong ownership/.test(tail))
    return notWritable(folder, tail)
  if (
    /PANIC|valid checkpoint record|could not find the database system|control file|incompatible with server|could not open file "(global|pg_)/.test(
      tail,
    )
  )
    return damaged(folder, tail)
  return new DatabaseStartError('failed', { says: 'postgres_not_started', folder }, tail)
}

/** The folder holds something that is no longer a whole database. */
export function damaged(folder: string, details: string): DatabaseStartError {
  return new DatabaseStartError('damaged', { says: 'damaged', folder }, details)
}

function notWritable(folder: string, details: string, cause?: unknown): DatabaseStartError {
  return new DatabaseStartError('not_writable', { says: 'folder_not_writable', folder }, details, cause)
}

function noSpace(folder: string, details: string, cause?: unknown): DatabaseStartError {
  return new DatabaseStartError('no_space', { says: 'disk_full', folder }, details, cause)
}
