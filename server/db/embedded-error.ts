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

/** A start that failed: `message` is for a person, `details` is the tail of what Postgres said (may be empty). */
export class DatabaseStartError extends Error {
  readonly code: DatabaseStartCode
  readonly details: string

  constructor(code: DatabaseStartCode, message: string, details = '', cause?: unknown) {
    super(message, { cause })
    this.name = 'DatabaseStartError'
    this.code = code
    this.details = details
  }
}

/** Turns whatever was thrown while working in `folder` into a start error; start errors pass unchanged. */
export function toStartError(error: unknown, folder: string): DatabaseStartError {
  if (error instanceof DatabaseStartError) return error
  const text = error instanceof Error ? error.message : String(error)
  const errno = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (['EACCES', 'EPERM', 'EROFS'].includes(errno)) return notWritable(folder, text, error)
  if (['EEXIST', 'ENOTDIR'].includes(errno)) return notFolder(folder, text, error)
  // 53100 is how a running Postgres says it.
  if (['ENOSPC', 'EDQUOT', '53100'].includes(errno)) return noSpace(folder, text, error)
  return new DatabaseStartError(
    'failed',
    `The database in ${folder} could not be started. Restart Cuponera; if it happens again, look at the details and at postgres.log in that folder.`,
    text,
    error,
  )
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
  return new DatabaseStartError(
    'failed',
    `Postgres did not start in ${folder}. Restart Cuponera; if it happens again, look at the details and at postgres.log in that folder.`,
    tail,
  )
}

/** The folder holds something that is no longer a whole database. */
export function damaged(folder: string, details: string): DatabaseStartError {
  return new DatabaseStartError(
    'damaged',
    `The database in ${folder} is damaged. None of its data was changed: copy the folder away, then restore your last backup into an empty one.`,
    details,
  )
}

function notWritable(folder: string, details: string, cause?: unknown): DatabaseStartError {
  return new DatabaseStartError(
    'not_writable',
    `Cuponera may not write in ${folder}. Give its account the right to, or choose another data folder.`,
    details,
    cause,
  )
}

function notFolder(folder: string, details: string, cause: unknown): DatabaseStartError {
  return new DatabaseStartError(
    'not_writable',
    `The data folder ${folder} cannot be made, because a file stands there or on the way. Choose another data folder.`,
    details,
    cause,
  )
}

function noSpace(folder: string, details: string, cause?: unknown): DatabaseStartError {
  return new DatabaseStartError(
    'no_space',
    `The disk that holds ${folder} is full. Free some space and start again; nothing saved was lost.`,
    details,
    cause,
  )
}
