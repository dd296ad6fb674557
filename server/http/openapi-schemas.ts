import { z } from 'zod'
import { book } from '../contracts/books.ts'
import { session, sessionInfo } from '../contracts/auth.ts'
import { coupon } from '../contracts/coupon-resource.ts'
import { importReport, job } from '../contracts/imports.ts'
import { redemption } from '../contracts/redemptions.ts'
import { settings } from '../contracts/settings.ts'
import { user } from '../contracts/users.ts'

/** A JSON Schema as OpenAPI 3.1 takes it. */
export type JsonSchema = Record<string, unknown>

/** One field of what a caller sends. */
export interface SchemaField {
  name: string
  /** True where no form of the input does without it. */
  required: boolean
  schema: JsonSchema
}

/** The fields of an object's schema, or of all the forms of a union's. */
export function fieldsOf(schema: JsonSchema): SchemaField[] {
  const forms = (schema['oneOf'] ?? schema['anyOf'] ?? [schema]) as {
    properties?: Record<string, JsonSchema>
    required?: string[]
  }[]
  const fields = new Map(forms.flatMap(({ properties = {} }) => Object.entries(properties)))
  return [...fields].map(([name, field]) => ({
    name,
    required: forms.every(({ required = [] }) => required.includes(name)),
    schema: field,
  }))
}

const resources = {
  User: user,
  Book: book,
  Coupon: coupon,
  Redemption: redemption,
  Job: job,
  Import: importReport,
  Settings: settings,
  Session: session,
  SessionInfo: sessionInfo,
}

/** Turns zod schemas into JSON Schemas that share their named parts under `#/components/schemas`. */
export class SchemaWriter {
  /** Every named part that was met so far. */
  readonly components: Record<string, JsonSchema> = {}
  readonly #names = z.registry<{ id: string }>()

  constructor() {
    for (const [name, resource] of Object.entries(resources)) this.#names.add(resource, { id: name })
  }

  /** What a caller sends (before transformation) or is sent. */
  write(schema: z.ZodType, side: 'input' | 'output'): JsonSchema {
    const { $schema, $defs, ...written } = z.toJSONSchema(schema, {
      metadata: this.#names,
      io: side,
      unrepresentable: 'any',
      override: ({ jsonSchema }) => {
        // A reply may gain fields, and clients must not break then.
        if (side === 'output' && jsonSchema.additionalProperties === false)
          delete jsonSchema.additionalProperties
        // A format says it in a word, its pattern in 300 characters.
        if (jsonSchema.format !== undefined) delete jsonSchema.pattern
      },
    }) as JsonSchema & { $defs?: Record<string, JsonSchema> }
    for (const [name, part] of Object.entries($defs ?? {}))
      this.components[componentName(name)] ??= withComponentRefs(part)
    return withComponentRefs(written)
  }
}

// zod numbers what refers to itself; here that is only free JSON.
function componentName(name: string): string {
  return name.startsWith('__schema') ? 'Json' : name
}

function withComponentRefs(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string'
      ? `#/components/schemas/${componentName(value.replace('#/$defs/', ''))}`
      : value,
  ) as JsonSchema
}
