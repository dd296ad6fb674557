import { fileFaultWords, sayFault, type FileFault } from '../contracts/file-faults.ts'
import { MAX_FILE_BYTES } from '../contracts/imports.ts'
import { DomainError } from '../errors.ts'

/** The refusals of files. */

const words = fileFaultWords((count) => count.toLocaleString('en'))

export const unreadable = (fault: FileFault): DomainError =>
  new DomainError('unreadable_csv', sayFault(words, fault), { details: fault })

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
