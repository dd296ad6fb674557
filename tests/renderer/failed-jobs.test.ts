import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type * as ErrorsModule from '../../renderer/api/errors.ts'
import type * as DistributionsModule from '../../renderer/words/distributions.ts'
import type * as FailuresModule from '../../renderer/words/failures.ts'
import type * as GenerateModule from '../../renderer/words/generate.ts'
import type * as ProblemsModule from '../../renderer/words/problems.ts'
import type { FileFault } from '../../server/contracts/file-faults.ts'
import type { Job } from '../../server/contracts/imports.ts'
import { problemTable, type ProblemCode } from '../../server/contracts/problems.ts'
import type * as MountModule from './mount-piece.ts'
import { closeConsoles, consoleWith } from './other-console.ts'
import { distribution, generation, importReport, job } from './store.ts'

/** Why a job failed is said in the language of whoever reads it, wherever it is shown. */

type Failed = Partial<Pick<Job, 'error' | 'error_code' | 'error_details'>>

const sentence = 'A sentence of the server.'
const failed = (error_code: Job['error_code'], error_details: Job['error_details'] = null): Failed => ({
  error: sentence,
  error_code,
  error_details,
})
const openQuote = failed('unreadable_csv', { fault: 'open_quote', line: 20_001 })
const interrupted = failed('busy', { interrupted: true })
const tooSmall = failed('code_space_too_small', { space: 24 ** 6, needed: 2e9, smallest_length: 12 })
const refusedLines = failed('unreadable_csv', {
  fault: 'refused_lines',
  received: 1_000_000,
  rejected: 71_234,
})
const sentencesOfOlderPrograms = [
  '2 of 4 lines are refused, and all or none were asked for. Nothing was imported.',
  'The program ended while it worked on this. Nothing of it was kept: start it again.',
]

let read: ReturnType<typeof consoleWith>
afterEach(closeConsoles)

const textIn = async (path: string, props: Record<string, unknown>): Promise<string> => {
  const { textOf } = (await read('/tests/renderer/mount-piece.ts')) as typeof MountModule
  return textOf((await read(path))['default'], props).replace(/\s+/g, ' ')
}

const failedImport = (why: Failed): Promise<string> =>
  textIn('/renderer/imports/RunStep.svelte', {
    target: { kind: 'codes' },
    run: { phase: 'ended', report: importReport({ state: 'failed', imported: 0, ...why }) },
  })

async function refusedTrial(fault: FileFault): Promise<string> {
  const { ApiError } = (await read('/renderer/api/errors.ts')) as typeof ErrorsModule
  const error = new ApiError({ code: 'unreadable_csv', status: 422, detail: sentence, details: fault })
  return textIn('/renderer/imports/TrialStep.svelte', {
    trial: { target: { kind: 'codes' }, asksFor: [], error },
  })
}

const failedGeneration = (why: Failed): Promise<string> =>
  textIn('/renderer/generate/GenerationReport.svelte', {
    made: generation({ state: 'failed', processed: 0, ...why }),
  })

async function failedDistribution(why: Failed): Promise<string> {
  const { distributionNotice } = (await read(
    '/renderer/words/distributions.ts',
  )) as typeof DistributionsModule
  return distributionNotice(distribution({ state: 'failed', ...why })).body
}

describe('to whoever reads English', () => {
  beforeEach(() => {
    read = consoleWith(['en-GB'])
  })

  test('an import names the line, as its trial did, and what became of the file', async () => {
    const line = 'Line 20001 opens a quotation mark that is not closed.'
    expect(await failedImport(openQuote)).toContain(`${line} Nothing of the file was kept.`)
    expect(await refusedTrial({ fault: 'open_quote', line: 20_001 })).toContain(line)
  })

  test('a program that ended is told with what to do next', async () => {
    expect(await failedGeneration(interrupted)).toContain(
      'The program ended while it worked on this. Nothing of it was kept. Start it again.',
    )
  })

  test('a distribution tells what was missing', async () => {
    expect(await failedDistribution(failed('not_enough_codes', { needed: 1200, available: 37 }))).toBe(
      'Regulars\nToo few free coupons: 1,200 needed, 37 free. Nobody was given anything. Ask for fewer, or add codes to the book.',
    )
  })

  test('a job of an older program has its sentence', async () => {
    expect(await failedImport(failed(null))).toContain(`${sentence} Nothing of the file was kept.`)
  })

  test.each(sentencesOfOlderPrograms)(
    'what an older program kept of its work is told once: %s',
    async (kept) => {
      const told = await failedImport({ ...failed(null), error: kept })
      expect(told).toContain(`${kept.replace(/ Nothing.*/, '')} Nothing of the file was kept.`)
      expect(told.match(/Nothing/g)).toHaveLength(1)
    },
  )

  test('a pattern that is too small is told with how long its random part must be', async () => {
    expect(await failedGeneration(tooSmall)).toContain(
      'The pattern gives too few different codes: 2,000,000,000 needed so that nobody can guess one. Nothing of it was kept. Make the random part 12 characters long, or ask for fewer codes.',
    )
  })

  test('refused lines are counted as every number is written', async () => {
    expect(await failedImport(refusedLines)).toContain(
      '71,234 of 1,000,000 lines are refused, and all or none were asked for. Nothing of the file was kept.',
    )
  })

  test('a request that was not right is not told in the words of a form', async () => {
    expect(await failedGeneration(failed('validation_failed'))).toContain(
      'Something that was sent for this was missing or not right. Nothing of it was kept. Check it, and start it again.',
    )
  })
})

describe('to whoever reads Spanish', () => {
  beforeEach(() => {
    read = consoleWith(['es-ES'])
  })

  test('an import names the line, as its trial did, and what became of the file', async () => {
    const line = 'La línea 20001 abre unas comillas que no se cierran.'
    expect(await failedImport(openQuote)).toContain(
      `La importación falló ${line} No se guardó nada del archivo.`,
    )
    const trial = await refusedTrial({ fault: 'open_quote', line: 20_001 })
    expect(trial).toContain(line)
    expect(trial).not.toContain(sentence)
  })

  test('a program that ended is told with what to do next', async () => {
    expect(await failedGeneration(interrupted)).toContain(
      'El programa terminó mientras trabajaba en esto. No se guardó nada. Empieza otra vez.',
    )
  })

  test('a distribution tells what was missing', async () => {
    expect(await failedDistribution(failed('not_enough_codes', { needed: 1200, available: 37 }))).toBe(
      'Regulars\nFaltan cupones libres: hacen falta 1200 y hay 37. Nadie recibió nada. Pide menos, o añade códigos a la cuponera.',
    )
  })

  test('a job of an older program has its sentence, and why it is in English', async () => {
    expect(await failedImport(failed(null))).toContain(
      'El servidor lo anotó solo en inglés: «A sentence of the server». No se guardó nada del archivo.',
    )
  })

  test.each(sentencesOfOlderPrograms)(
    'what an older program kept of its work is told once: %s',
    async (kept) => {
      const told = await failedImport({ ...failed(null), error: kept })
      expect(told).toContain(`«${kept.replace(/[.] Nothing.*/, '')}». No se guardó nada del archivo.`)
      expect(told).not.toContain('Nothing')
    },
  )

  test('a pattern that is too small is told with how long its random part must be', async () => {
    expect(await failedGeneration(tooSmall)).toContain(
      'El patrón da muy pocos códigos distintos: hacen falta 2.000.000.000 para que nadie adivine uno. No se guardó nada. Alarga la parte aleatoria a 12 caracteres, o pide menos códigos.',
    )
  })

  test('refused lines are counted as every number is written', async () => {
    expect(await failedImport(refusedLines)).toContain(
      '71.234 de 1.000.000 líneas se rechazaron, y se pidió importar todas o ninguna. No se guardó nada del archivo.',
    )
  })

  test('a request that was not right is not told in the words of a form', async () => {
    expect(await failedGeneration(failed('validation_failed'))).toContain(
      'Algo de lo que se envió para esto faltaba o no estaba bien. No se guardó nada. Revísalo y empieza otra vez.',
    )
  })

  test('a notice tells it, too', async () => {
    const { generationNotice } = (await read('/renderer/words/generate.ts')) as typeof GenerateModule
    expect(
      generationNotice(job({ state: 'failed', ...failed('code_space_too_small', { most_taken: true }) })),
    ).toEqual({
      title: 'No se pudieron generar los códigos',
      body: 'La tienda ya tiene la mayoría de los códigos de este patrón. No se guardó nada. Usa un patrón más largo.',
    })
  })
})

describe('in both languages', () => {
  const faults: FileFault[] = [
    { fault: 'empty' },
    { fault: 'other_format', format: 'zip' },
    { fault: 'other_format', format: 'old_excel' },
    { fault: 'other_format', format: 'pdf' },
    { fault: 'other_format', format: 'compressed' },
    { fault: 'not_utf8' },
    { fault: 'binary' },
    { fault: 'control_characters' },
    { fault: 'wrong_encoding' },
    { fault: 'open_quote', line: 71 },
    { fault: 'no_such_column', column: 'Zeta', columns: [] },
    { fault: 'no_code_column', width: 71, columns: [] },
    { fault: 'no_email_column', columns: [] },
    { fault: 'no_name_column', columns: [] },
    { fault: 'no_heading', columns: [] },
    { fault: 'doubled_column', column: 'Zeta', columns: [] },
    { fault: 'refused_lines', received: 72, rejected: 71 },
  ]

  const inBoth = async <Found>(path: string): Promise<[Found, Found]> => [
    (await consoleWith(['en-GB'])(path)) as Found,
    (await consoleWith(['es-ES'])(path)) as Found,
  ]

  test('every fault of a file has a sentence of its own, with its numbers and names', async () => {
    const both = await inBoth<typeof ProblemsModule>('/renderer/words/problems.ts')
    const said = both.map((words) => faults.map((fault) => words.wordsForCode('unreadable_csv', fault).next))
    expect(new Set(said.flat()).size).toBe(2 * faults.length)
    const marks = (texts: string[] = []): unknown => texts.map((text) => text.match(/Zeta|7\d/g)?.sort())
    expect(marks(said[1])).toEqual(marks(said[0]))
    expect(said.flat().join()).not.toMatch(/undefined|null|\[object/)
  })

  test('no problem, with or without details, is told in the other language or in the sentence of the server', async () => {
    const [english, spanish] = await inBoth<typeof FailuresModule>('/renderer/words/failures.ts')
    const kinds = ['import', 'generate', 'distribute'] as const
    const hostile = {
      interrupted: 'x',
      most_taken: {},
      fault: 'open_quote',
      line: {},
      needed: null,
      smallest_length: '7',
      limit: [],
    }
    for (const code of Object.keys(problemTable) as ProblemCode[])
      for (const kind of kinds)
        for (const details of [null, hostile, { interrupted: true, most_taken: true }]) {
          const of = { ...job(), kind, ...failed(code, details) }
          const [en, es] = [english.failedBecause(of, '§'), spanish.failedBecause(of, '§')]
          expect(es, code).not.toBe(en)
          for (const text of [en, es]) {
            expect(text, code).toMatch(/^\S.{5,}[.] §( .{5,}[.])?$/)
            expect(text, code).not.toMatch(/undefined|NaN|null|\[object|A sentence/)
          }
        }
  })
})
