import { Busboy, type BusboyHeaders } from '@fastify/busboy'
import type { Request } from 'express'
import type { Readable } from 'node:stream'
import type { DomainError } from '../errors.ts'
import { invalidField } from '../http/problems.ts'
import { brokenOff } from './errors.ts'
import { spool, type SpooledFile } from './spool.ts'

/** What a form brings. */
export interface FormFile {
  file: SpooledFile
  /** As the sender calls it, made fit to be kept and shown. */
  fileName: string | null
}

/**
 * Takes the one file of a form, in the field `file`.
 *
 * @throws DomainError `validation_failed` for any other field, a second file, or a form that is none; `payload_too_large`.
 */
export async function receiveForm(req: Request): Promise<FormFile> {
  const form = openForm(req)
  let taken: Promise<FormFile> | undefined
  let taking: Readable | undefined
  const refused = new Promise<never>((_, reject) => {
    const refuse = (error: DomainError) => (): void => {
      reject(error)
    }
    form.on('file', (name: string, stream: Readable, fileName: string | undefined) => {
      stream.on('error', refuse(brokenOff()))
      if (name !== 'file' || taken) {
        stream.resume()
        refuse(invalidField(name === 'file' ? 'file' : name.slice(0, 60), 'is not expected here'))()
        return
      }
      taking = stream
      taken = spool(stream).then((file) => ({ file, fileName: presentable(fileName) }))
      taken.catch(reject)
    })
    form.on('field', (name: string) => {
      refuse(invalidField(name.slice(0, 60), 'is not expected here: the form has one file, “file”'))()
    })
    form.on('error', refuse(brokenOff()))
    req.on('aborted', refuse(brokenOff()))
  })
  const finished = new Promise<void>((resolve) => {
    form.on('finish', resolve)
  })
  try {
    req.pipe(form)
    await Promise.race([finished, refused])
    if (!taken) throw invalidField('file', 'is missing')
    return await Promise.race([taken, refused])
  } catch (error) {
    req.unpipe(form)
    // Whatever came of it meanwhile is let go before the reply.
    taking?.destroy()
    await taken?.then(({ file }) => file.close()).catch(() => undefined)
    throw error
  }
}

function openForm(req: Request): InstanceType<typeof Busboy> {
  try {
    return new Busboy({ headers: req.headers as BusboyHeaders, limits: { parts: 4, fieldSize: 1024 } })
  } catch {
    throw invalidField('content-type', 'has no boundary')
  }
}

function presentable(fileName: string | undefined): string | null {
  const name = (fileName ?? '')
    .toWellFormed()
    // Controls and characters that turn the reading direction have no place in a list of imports.
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
    .trim()
    .slice(0, 200)
    .toWellFormed()
  return name === '' ? null : name
}
