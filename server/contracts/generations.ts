import { z } from 'zod'
import { codeCharset } from './codes.ts'
import { contract } from './contract.ts'
import { bigIdText, id, idText, pageOf, paging } from './fields.ts'
import { job } from './imports.ts'

/**
 * A generation as the history has it: what was asked for, by whom, and what became of it. What a job of an older program did not keep
 * of its order is null.
 */
export const generationRecord = job.extend({
  kind: z.literal('generate'),
  book_id: id,
  book_name: z.string(),
  requested: z.int().nullable().describe('how many codes were asked for'),
  pattern: z.string().nullable().describe('the one of the book where none was asked for'),
  length: z.int().nullable().describe('of `{}`'),
  charset: codeCharset.nullable(),
  max_redemptions: z.int().nullable().describe('uses of each code; null = as the book has it'),
  codes_created: z.int().describe('0 unless it is done'),
  created_by: id.nullable(),
  created_by_name: z.string().nullable(),
})

export type GenerationRecord = z.output<typeof generationRecord>

export const listGenerations = contract({
  id: 'listGenerations',
  method: 'GET',
  path: '/generations',
  summary: 'The generations of codes, newest first',
  role: 'manager',
  query: z.strictObject({ ...paging, book_id: idText.optional() }),
  reply: pageOf(generationRecord),
})

export const getGeneration = contract({
  id: 'getGeneration',
  method: 'GET',
  path: '/generations/:id',
  summary: 'One generation: how far it is, and what it was asked for',
  role: 'manager',
  params: z.strictObject({ id: bigIdText }),
  reply: generationRecord,
  problems: ['not_found'],
})
