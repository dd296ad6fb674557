import type { Import, uploadCodes } from '../../server/contracts/imports.ts'
import { upload, uploadForCsv, type UploadInput } from '../api/upload.ts'
import { queryOf, type ImportOptions } from './import-options.ts'
import type { ImportTarget } from './import-target.ts'

type Sending = Pick<
  UploadInput<typeof uploadCodes>,
  'onProgress' | 'idempotencyKey' | 'respondAsync' | 'signal'
> & { isTrial?: boolean }

/** Sends a file as the options say: to be imported, or tried. Throws ApiError, or AbortError when it is given up. */
export function sendFile(
  target: ImportTarget,
  file: File,
  options: ImportOptions,
  { isTrial = false, ...sending }: Sending,
): Promise<Import> {
  return upload(target.contract, inputOf(target, file, options, isTrial, sending))
}

/** Has a file tried once more and keeps every line that would be refused, as a CSV of that name. Throws ApiError, FileNotSaved. */
export function saveRefusedLines(
  target: ImportTarget,
  file: File,
  options: ImportOptions,
  name: string,
): Promise<void> {
  return uploadForCsv(target.contract, inputOf(target, file, options, true, {}), name)
}

function inputOf(
  { params }: ImportTarget,
  file: File,
  options: ImportOptions,
  isTrial: boolean,
  sending: Sending,
): UploadInput<ImportTarget['contract']> {
  const query = { ...queryOf(options, file.name), dry_run: isTrial ? true : null }
  return { params, query, file, ...sending }
}
