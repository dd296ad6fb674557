import { z } from 'zod'
import type { Contract } from '../contracts/contract.ts'
import { problemTable, type ProblemCode } from '../contracts/problems.ts'
import { contractTable } from '../contracts/table.ts'
import { SchemaWriter, type JsonSchema } from './openapi-schemas.ts'

const problemSchema: JsonSchema = {
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

const idempotencyKey: JsonSchema = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key and body returns the first reply again, with `Idempotency-Replayed: true`.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
}

const till: JsonSchema = {
  name: 'X-Till',
  in: 'header',
  description: 'The label of the till, percent-encoded; it says where, and decides nothing.',
  schema: { type: 'string', maxLength: 60 },
}

/** The OpenAPI 3.1 document of every operation in the table of contracts. */
export function openApiDocument(): JsonSchema {
  const schemas = new SchemaWriter()
  const paths: Record<string, Record<string, JsonSchema>> = {}
  for (const contract of contractTable) {
    const path = contract.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [contract.method.toLowerCase()]: operation(contract, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cuponera',
      version: '1',
      description: 'Books of coupon codes: hand them out, lock them at the till, redeem them.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An access token from a log-in, or an API key.',
        },
      },
      schemas: { ...schemas.components, Problem: problemSchema },
    },
  }
}

function operation(contract: Contract, schemas: SchemaWriter): JsonSchema {
  const needs = contract.role === 'public' ? 'Needs no log-in.' : `Needs the role ${contract.role}.`
  return {
    operationId: contract.id,
    summary: contract.summary,
    description: needs,
    tags: [contract.path.split('/')[1]],
    ...(contract.role === 'public' ? { security: [] } : {}),
    parameters: parameters(contract, schemas),
    ...requestBody(contract, schemas),
    responses: responses(contract, schemas),
  }
}

function parameters(contract: Contract, schemas: SchemaWriter): JsonSchema[] {
  return [
    ...fieldsOf(schemas.write(contract.params, 'input')).map((field) => ({
      ...field,
      in: 'path',
      required: true,
    })),
    ...fieldsOf(schemas.write(contract.query, 'input')).map((field) => ({ ...field, in: 'query' })),
    ...(contract.idempotent ? [idempotencyKey] : []),
    ...(contract.method !== 'GET' && contract.role !== 'public' ? [till] : []),
  ]
}

function fieldsOf(schema: JsonSchema): JsonSchema[] {
  const { properties = {}, required = [] } = schema as {
    properties?: Record<string, JsonSchema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, field]) => ({
    name,
    required: required.includes(name),
    schema: field,
  }))
}

function requestBody(contract: Contract, schemas: SchemaWriter): { requestBody?: JsonSchema } {
  if (contract.method === 'GET') return {}
  const schema = schemas.write(contract.body, 'input')
  const hasFields = fieldsOf(schema).length > 0
  const content = hasFields ? { 'application/json': { schema } } : {}
  if (contract.consumes === 'csv')
    return { requestBody: { required: true, content: { ...csvBodies, ...content } } }
  if (!hasFields) return {}
  const required = fieldsOf(schema).some((field) => field['required'] === true)
  return { requestBody: { required, content } }
}

const csvBodies = {
  'text/csv': { schema: { type: 'string' } },
  'multipart/form-data': {
    schema: {
      type: 'object',
      properties: { file: { type: 'string', contentMediaType: 'text/csv' } },
      required: ['file'],
    },
  },
}

function responses(contract: Contract, schemas: SchemaWriter): Record<string, JsonSchema> {
  const codes = problemsOf(contract)
  const statuses = [...new Set(codes.map((code) => problemTable[code].status))]
  const refused = statuses.map((status) => [
    String(status),
    refusal(codes.filter((code) => problemTable[code].status === status)),
  ])
  const dryRun = fieldsOf(schemas.write(contract.query, 'input')).some((field) => field['name'] === 'dry_run')
  return {
    [String(contract.status)]: reply(contract, schemas),
    ...(dryRun ? { '200': { ...reply(contract, schemas), description: 'What a dry run found.' } } : {}),
    ...(Object.fromEntries(refused) as Record<string, JsonSchema>),
  }
}

const mediaTypes = { json: 'application/json', csv: 'text/csv', events: 'text/event-stream' }

function reply(contract: Contract, schemas: SchemaWriter): JsonSchema {
  const description = contract.status === 201 ? 'Made.' : contract.status === 204 ? 'Done.' : 'Here it is.'
  if (contract.reply instanceof z.ZodUndefined) return { description }
  const type = mediaTypes[contract.produces]
  return { description, content: { [type]: { schema: schemas.write(contract.reply, 'output') } } }
}

function refusal(codes: readonly ProblemCode[]): JsonSchema {
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }],
    properties: { code: { type: 'string', enum: codes } },
  }
  return {
    description: codes.map((code) => `\`${code}\`: ${problemTable[code].title}`).join('\n\n'),
    content: { 'application/problem+json': { schema } },
  }
}

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
