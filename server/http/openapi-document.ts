import type { Contract } from '../contracts/contract.ts'
import { contractTable } from '../contracts/table.ts'
import { problemSchema, responses } from './openapi-responses.ts'
import { fieldsOf, SchemaWriter, type JsonSchema } from './openapi-schemas.ts'

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

const prefer: JsonSchema = {
  name: 'Prefer',
  in: 'header',
  description: '`respond-async`: the answer comes at once, as 202, and the work goes on as a job.',
  schema: { type: 'string', examples: ['respond-async'] },
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
    ...(contract.startsJob ? [prefer] : []),
    ...(contract.method !== 'GET' && contract.role !== 'public' ? [till] : []),
  ]
}

function requestBody(contract: Contract, schemas: SchemaWriter): { requestBody?: JsonSchema } {
  if (contract.method === 'GET') return {}
  const schema = schemas.write(contract.body, 'input')
  const fields = fieldsOf(schema)
  const hasFields = fields.length > 0
  const content = hasFields ? { 'application/json': { schema } } : {}
  if (contract.consumes === 'csv')
    return { requestBody: { required: true, content: { ...csvBodies, ...content } } }
  if (!hasFields) return {}
  const required = fields.some((field) => field.required)
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
