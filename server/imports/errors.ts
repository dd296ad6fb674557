import { MAX_FILE_BYTES } from '../contracts/imports.ts'
import { DomainError, type Details } from '../errors.ts'

/** The refusals of files. */

export const unreadable = (detail: string, details?: Details): DomainError =>
  new DomainError('unreadable_csv', detail, details === undefined ? {} : { details })

export const tooLarge = (): DomainError =>
  new DomainError(
    'payload_too_large',
    `A file may have ${String(MAX_FILE_BYTES / 1_000_000)} MB at most. Split it and import the parts.`,
  )

export const brokenOff = (): DomainError =>
  new DomainError('validation_failed', 'The upload broke off before its end. Nothing of it was kept.', {
    details: { errors: [{ path: 'file', message: 'ended before its end' }] },
  })

export const importNotFound = (): DomainError =>
  new DomainError('import_not_found', 'There is no such import.')
