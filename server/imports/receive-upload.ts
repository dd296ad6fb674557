import type { Request, Response } from 'express'
import { MAX_FILE_BYTES, uploadCodes } from '../contracts/imports.ts'
import { DomainError } from '../errors.ts'
import { parseWith, readBody } from '../http/input.ts'
import { brokenOff, tooLarge } from './errors.ts'
import { MAX_LISTED_CODES } from './limits.ts'
import { receiveForm } from './receive-form.ts'
import { spool } from './spool.ts'
import type { Upload } from './upload.ts'

/**
 * Takes in what is to be imported: a CSV as the body, the field `file` of a form, or a JSON list.
 *
 * @param takesList whether a JSON list of codes is read here.
 * @throws DomainError `unsupported_media_type`, `payload_too_large`, `malformed_json`, `validation_failed`; nothing stays then.
 */
export async function receiveUpload(
  req: Request,
  res: Response,
  fileName: string | undefined,
  takesList: boolean,
): Promise<Upload> {
  try {
    return await receive(req, res, fileName, takesList)
  } catch (error) {
    // The rest is read and forgotten: a client that is still sending would not see its reply.
    req.resume()
    throw error
  }
}

async function receive(
  req: Request,
  res: Response,
  fileName: string | undefined,
  takesList: boolean,
): Promise<Upload> {
  if ((req.get('content-encoding') ?? 'identity') !== 'identity')
    throw new DomainError('unsupported_media_type', 'Send the file without compression.')
  if (takesList && req.is('application/json')) return receiveList(req, res)
  if (!req.is('text/csv') && !req.is('multipart/form-data'))
    throw new DomainError(
      'unsupported_media_type',
      `Send text/csv${takesList ? ', application/json,' : ''} or multipart/form-data with the field “file”.`,
    )
  if (Number(req.get('content-length') ?? 0) > MAX_FILE_BYTES + 65_536) throw tooLarge()
  if (req.is('multipart/form-data')) {
    const form = await receiveForm(req)
    return { kind: 'file', file: form.file, fileName: fileName ?? form.fileName }
  }
  return { kind: 'file', file: await spool(bodyOf(req)), fileName: fileName ?? null }
}

// A request that is given up half-way is not ended: its reply still has to go out.
async function* bodyOf(req: Request): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of req.iterator({ destroyOnReturn: false })) yield chunk as Buffer
  } catch {
    throw brokenOff()
  }
}

async function receiveList(req: Request, res: Response): Promise<Upload> {
  const body = await readBody(req, res)
  if (hasTooManyCodes(body))
    throw new DomainError(
      'payload_too_large',
      `A list may have ${String(MAX_LISTED_CODES)} codes at most. Send more of them as a CSV file.`,
    )
  const { codes, max_redemptions: maxRedemptions } = parseWith(uploadCodes.body, body)
  return { kind: 'list', codes, maxRedemptions: maxRedemptions ?? null }
}

function hasTooManyCodes(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('codes' in body)) return false
  return Array.isArray(body.codes) && body.codes.length > MAX_LISTED_CODES
}
