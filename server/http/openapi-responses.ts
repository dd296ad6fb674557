import { z } from 'zod'
import type { Contract } from '../contracts/contract.ts'
import { problemTable, type ProblemCode } from '../contracts/problems.ts'
import { fieldsOf, type JsonSchema, type SchemaWriter } from './openapi-schemas.ts'

/** What every refusal looks like. */
export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'A refusal (RFC 9457). `code` is stable; `detail` is a sentence for a person.',
  properties: {
    type: { type: 'string', examples: ['/problems/coupon_locked'] },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', enum: Object.keys(problemTable) },
    request_id: { type: 'string' },
    details: { type: 'object' },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
}

/** Everything that an operation may answer, by its status. */
export function responses(contract: Contract, schemas: SchemaWriter): Record<string, JsonSchema> {
  const codes = problemsOf(contract)
  const statuses = [...new Set(codes.map((code) => problemTable[code].status))]
  const refused = statuses.map((status) => [
    String(status),
    refusal(codes.filter((code) => problemTable[code].status === status)),
  ])
  return {
    [String(contract.status)]: reply(contract, schemas),
    ...(hasDryRun(contract, schemas) ? { '200': dryRun(contract, schemas) } : {}),
    ...(contract.startsJob ? { '202': begun(contract, schemas) } : {}),
    ...(Object.fromEntries(refused) as Record<string, JsonSchema>),
  }
}

const mediaTypes = { json: 'application/json', csv: 'text/csv', events: 'text/event-stream' }

function reply(contract: Contract, schemas: SchemaWriter): JsonSchema & { content?: JsonSchema } {
  const description = contract.status === 201 ? 'Made.' : contract.status === 204 ? 'Done.' : 'Here it is.'
  if (contract.reply instanceof z.ZodUndefined) return { description }
  const type = mediaTypes[contract.produces]
  return { description, content: { [type]: { schema: schemas.write(contract.reply, 'output') } } }
}

function hasDryRun(contract: Contract, schemas: SchemaWriter): boolean {
  const inputs = [contract.query, contract.body].map((schema) => schemas.write(schema, 'input'))
  return inputs.flatMap(fieldsOf).some((field) => field.name === 'dry_run')
}

function dryRun(contract: Contract, schemas: SchemaWriter): JsonSchema {
  const { content } = reply(contract, schemas)
  const refusedLines = { 'text/csv': { schema: { type: 'string' } } }
  return {
    description: 'What a dry run found.',
    content: { ...content, ...(contract.consumes === 'csv' ? refusedLines : {}) },
  }
}

function begun(contract: Contract, schemas: SchemaWriter): JsonSchema {
  return {
    ...reply(contract, schemas),
    description: 'Begun or in line, as `Prefer: respond-async` asked; the job tells the rest.',
    headers: {
      Location: header('The address of the job.', 'string'),
      'Preference-Applied': header('`respond-async`.', 'string'),
    },
  }
}

function refusal(codes: readonly ProblemCode[]): JsonSchema {
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }],
    properties: { code: { type: 'string', enum: codes } },
  }
  const isTemporary = codes.some((code) => temporary.has(code))
  return {
    description: codes.map((code) => `\`${code}\`: ${problemTable[code].title}`).join('\n\n'),
    ...(isTemporary ? { headers: { 'Retry-After': retryAfter } } : {}),
    content: { 'application/problem+json': { schema } },
  }
}

const header = (description: string, type: 'string' | 'integer'): JsonSchema => ({
  description,
  schema: { type },
})

const temporary = new Set<ProblemCode>([
  'too_many_requests',
  'database_unavailable',
  'busy',
  'idempotency_in_progress',
])

const retryAfter = header('Seconds to wait before the next try, where waiting helps.', 'integer')

// What the door itself refuses, whatever the operation.
function problemsOf(contract: Contract): ProblemCode[] {
  const isOpen = contract.role === 'public'
  const codes: ProblemCode[] = [
    ...contract.problems,
    'validation_failed',
    ...(contract.method === 'GET'
      ? []
      : (['malformed_json', 'payload_too_large', 'unsupported_media_type'] as const)),
    ...(isOpen ? [] : (['unauthenticated', 'token_expired'] as const)),
    ...(isOpen || contract.role === 'customer' ? [] : (['forbidden'] as const)),
    ...(contract.idempotent
      ? (['idempotency_key_invalid', 'idempotency_in_progress', 'idempotency_key_reused'] as const)
      : []),
    'origin_refused',
    'host_refused',
    'too_many_requests',
    'internal_error',
    'database_unavailable',
    'busy',
  ]
  return [...new Set(codes)]
}
