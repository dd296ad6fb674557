import { z } from 'zod'
import { contract } from './contract.ts'
import { problemCode } from './problems.ts'
import { bigIdText, flagText, id, idText, line, pageOf, paging, time } from './fields.ts'

/** Long work: an import, a generation, a distribution or the voiding of a book's rest. `total` is null until it is known. */
export const job = z.object({
  id: z.int(),
  kind: z.enum(['import', 'generate', 'distribute', 'void']),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  total: z.int().nullable(),
  processed: z.int(),
  created_at: time,
  finished_at: time.nullable(),
  error: z.string().nullable(),
  error_code: problemCode
    .nullable()
    .describe('the problem behind `error`; null for a job of an older program'),
  error_details: z.record(z.string(), z.unknown()).nullable().describe('as the `details` of that problem'),
})

export type Job = z.output<typeof job>

/** Why a line of a file is refused. */
export const rejectReasons = [
  'empty',
  'too_long',
  'invalid_characters',
  'reserved',
  'malformed_row',
  'duplicate_in_file',
  'duplicate_in_book',
  'duplicate_in_store',
  'invalid_name',
  'invalid_email',
  'invalid_external_id',
  'already_user',
  'unknown_user',
  'already_member',
] as const

export type RejectReason = (typeof rejectReasons)[number]

/** A refused line: its physical number in the file from 1, what stood there (at most 200 characters) and why. */
export const reject = z.object({ line: z.int(), value: z.string(), reason: z.enum(rejectReasons) })

export type Reject = z.output<typeof reject>

/** What the lines of a file become: codes of a book, customers, or members of a pool. */
export const importTargets = ['codes', 'users', 'pool_users'] as const

const importTarget = z.enum(importTargets)

/** How many lines were refused for one reason, and the first 100 of them. */
export const rejectedFor = z.object({
  reason: z.enum(rejectReasons),
  count: z.int(),
  first: z.array(reject),
})

/** A file that was read: `received` = `imported` + `rejected`; a dry run tells what would be. A dry run has no id of its own: 0. */
export const importReport = job.extend({
  kind: z.literal('import'),
  target: importTarget,
  book_id: id.nullable(),
  pool_id: z.int().nullable(),
  file_name: z.string().nullable(),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  received: z.int(),
  imported: z.int(),
  rejected: z.int(),
  rejects: z.array(reject).describe('the first 100'),
  rejected_by_reason: z.array(rejectedFor).describe('in the order of their first lines'),
})

export type Import = z.output<typeof importReport>

/** An import as the history has it: who began it, and what became of it. */
export const importRecord = importReport.omit({ rejected_by_reason: true }).extend({
  created_by: id.nullable(),
  created_by_name: z.string().nullable(),
  book_name: z.string().nullable(),
  pool_name: z.string().nullable(),
})

export type ImportRecord = z.output<typeof importRecord>

/** The largest CSV file that is taken in. */
export const MAX_FILE_BYTES = 200_000_000

/** The encodings a file of codes may have; without `?encoding=` it is detected. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const

const column = line(120).optional()

export const uploadCodes = contract({
  id: 'uploadCodes',
  method: 'POST',
  path: '/books/:id/codes/upload',
  summary:
    'Import codes from a CSV (text/csv, or the field `file` of a form) or from a JSON list; a dry run that accepts text/csv alone answers its refused lines',
  role: 'manager',
  params: z.strictObject({ id: idText }),
  query: z.strictObject({
    dry_run: flagText.optional(),
    strict: flagText.optional(),
    has_header: flagText.optional(),
    metadata: flagText.optional(),
    column: column.describe('with the codes: its name, or its number from 1'),
    max_redemptions_column: column,
    delimiter: z.enum([',', ';', '\t', '|']).optional(),
    encoding: z.enum(encodings).optional(),
    file_name: line(200).optional(),
  }),
  consumes: 'csv',
  body: z.strictObject({
    codes: z.array(z.string()).max(10_000),
    max_redemptions: z.int().min(1).max(1_000_000).nullable().optional(),
  }),
  status: 201,
  reply: importReport,
  problems: ['book_not_found', 'unreadable_csv', 'payload_too_large', 'unsupported_media_type'],
  idempotent: true,
  startsJob: true,
})

const membersQuery = z.strictObject({
  dry_run: flagText.optional(),
  strict: flagText.optional(),
  has_header: flagText.optional(),
  email_column: column,
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  encoding: z.enum(encodings).optional(),
  file_name: line(200).optional(),
})

const peopleQuery = membersQuery.extend({ name_column: column, external_id_column: column })

export const uploadUsers = contract({
  id: 'uploadUsers',
  method: 'POST',
  path: '/users/upload',
  summary: 'Import customers from a CSV with the columns `name`, `email` and, if you like, `external_id`',
  role: 'manager',
  query: peopleQuery,
  consumes: 'csv',
  status: 201,
  reply: importReport,
  problems: ['unreadable_csv', 'payload_too_large', 'unsupported_media_type'],
  idempotent: true,
  startsJob: true,
})

export const uploadPoolUsers = contract({
  id: 'uploadPoolUsers',
  method: 'POST',
  path: '/pools/:id/users/upload',
  summary: 'Add members to a pool from a CSV with the column `email`',
  role: 'manager',
  params: z.strictObject({ id: bigIdText }),
  query: membersQuery,
  consumes: 'csv',
  status: 201,
  reply: importReport,
  problems: ['pool_not_found', 'unreadable_csv', 'payload_too_large', 'unsupported_media_type'],
  idempotent: true,
  startsJob: true,
})

export const getJob = contract({
  id: 'getJob',
  method: 'GET',
  path: '/jobs/:id',
  summary: 'How far a job is',
  role: 'manager',
  params: z.strictObject({ id: bigIdText }),
  reply: job,
  problems: ['not_found'],
})

export const cancelJob = contract({
  id: 'cancelJob',
  method: 'POST',
  path: '/jobs/:id/cancel',
  summary: 'Stop a job; nothing of it stays',
  role: 'manager',
  params: z.strictObject({ id: bigIdText }),
  reply: job,
  problems: ['not_found', 'job_finished'],
})

export const listImports = contract({
  id: 'listImports',
  method: 'GET',
  path: '/imports',
  summary: 'The imports, newest first',
  role: 'manager',
  query: z.strictObject({
    ...paging,
    target: importTarget.optional(),
    book_id: idText.optional(),
  }),
  reply: pageOf(importRecord),
})

export const getImport = contract({
  id: 'getImport',
  method: 'GET',
  path: '/imports/:id',
  summary: 'One import, with its first 100 refused lines',
  role: 'manager',
  params: z.strictObject({ id: bigIdText }),
  reply: importReport,
  problems: ['import_not_found'],
})

export const exportRejects = contract({
  id: 'exportRejects',
  method: 'GET',
  path: '/imports/:id/rejects.csv',
  summary: 'Every refused line of an import as CSV',
  role: 'manager',
  params: z.strictObject({ id: bigIdText }),
  produces: 'csv',
  reply: z.string(),
  problems: ['import_not_found'],
})
