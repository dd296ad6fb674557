/** What an attacker sends, and what every reply to it must be. */
import { expect } from 'vitest'
import { z } from 'zod'
import type { Contract } from '../../server/contracts/contract.ts'
import { problemTable, type ProblemCode } from '../../server/contracts/problems.ts'
import type { TestServer } from './server.ts'

/** No field of the API takes any of these, whatever its name. */
export const wrongTypes: unknown[] = [{}, { $ne: null }, [[]], [{}], -1.5, 1e308, '\ud800', 'a\0b']

/** Values that some field or other may take; none may end in more than a refusal. */
export const anything: unknown[] = [
  ...[null, true, 0, -1, 1.5, 2_147_483_648, 9_007_199_254_740_992, 1e21],
  ...[
    '',
    ' ',
    '0',
    '-1',
    'NaN',
    'x'.repeat(20_000),
    '\u202egnp.exe',
    '\u2066a\u2069',
    'a\u200bb',
    '\ufeff',
    '\u{10ffff}',
  ],
  ...[
    "'; drop table users; --",
    '%',
    '\\',
    '$1',
    '{}',
    ':*',
    "' & !x | (",
    '=1+1',
    '@SUM(A1)',
    '{{7*7}}',
    '<script>',
  ],
  ...[
    '0000-01-01T00:00:00Z',
    '2026-01-01T00:00:00+23:59',
    `2026-01-01T00:00:00.${'0'.repeat(300)}Z`,
    '9999-12-31',
  ],
  // Time zones: a place, one that JavaScript alone knows, and one that is a place to JavaScript and an offset to the database.
  ...['Europe/Madrid', 'US/Pacific-New', 'CET'],
  ...['infinity', 'now', '__proto__', 'constructor', [], [null], { toString: 1 }, { length: -1 }],
]

/** Texts in the place of an id or a code, percent-encoded already. */
export const hostileNames = [
  ...[
    '0',
    '-1',
    '1.5',
    '01',
    '2147483648',
    '9223372036854775808',
    '1e3',
    '0x10',
    '%D9%A3',
    '1%20or%201=1',
    'null',
  ],
  ...[
    '%00',
    '%0d%0aX:1',
    '%2e%2e',
    '%2e%2e%2f%2e%2e%2fetc',
    '%252e',
    '%27--',
    '%E2%80%AE',
    '%7b%7d',
    'x'.repeat(8000),
  ],
]

const forged = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url')

/** Cursors that no list gave. */
export const hostileCursors = [
  ...[
    'x',
    '-',
    'a.b',
    "';--",
    'A'.repeat(512),
    'A'.repeat(2000),
    forged('x'),
    forged({}),
    forged([]),
    forged(null),
  ],
  ...[
    [2_147_483_648],
    [-9_007_199_254_740_991],
    [9_007_199_254_740_991],
    [1.5],
    ['1'],
    [[1]],
    [null],
    [1, 1],
  ].map(forged),
  ...[
    '1',
    'now',
    'infinity',
    'epoch',
    '0',
    '2026-13-01',
    '+275760-09-13T00:00:00.000Z',
    '0000-01-01T00:00:00.000Z',
  ].map((at) => forged([at, 1])),
  ...['2026-01-01T00:00:00.000Z\0', 'Jan 1 2026', '2026-01-01T00:00:00+23:59', '-000001-01-01T00:00:00Z'].map(
    (at) => forged([at, 1]),
  ),
]

/** Lengths of a page that are none. */
export const hostileLimits = [
  '0',
  '201',
  '-1',
  '1.5',
  '1e2',
  '0x10',
  ' 5',
  '٣',
  '',
  '9'.repeat(400),
  'NaN',
  "1'",
]

type Form = z.core.JSONSchema.BaseSchema

/** The forms that an input may have: one, or those of a union. */
function formsOf(schema: z.ZodType): Form[] {
  const written = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return written.oneOf ?? written.anyOf ?? [written]
}

/** The names of a schema's fields, over all its forms. */
export function fieldsOf(schema: z.ZodType): string[] {
  return [...new Set(formsOf(schema).flatMap(({ properties }) => Object.keys(properties ?? {})))]
}

/** The fields that must be there in a schema's first form: with what `good` has for them, else the first that the field itself names. */
export function requiredFields(schema: z.ZodType, good: Record<string, unknown>): Record<string, unknown> {
  const { properties = {}, required = [] } = formsOf(schema)[0] ?? {}
  return Object.fromEntries(required.map((name) => [name, good[name] ?? firstChoice(properties[name])]))
}

function firstChoice(field: Form | boolean | undefined): unknown {
  return typeof field === 'object' ? (field.const ?? field.enum?.[0]) : undefined
}

/** A contract's path with these names in it, as they are. */
export function pathOf(contract: Contract, names: Record<string, string | number>): string {
  return contract.path.replace(/:(\w+)/g, (_whole, name: string) => String(names[name]))
}

const leaks =
  /node_modules|\.ts:\d|\bat [\w.<>]+ \(|sequelize|syntax error|violates|out of range for type|invalid input syntax|\bselect .{1,200} from |\binsert into|postgres:\/\//i

export interface AnyReply {
  status: number
  contentType: string | undefined
  requestId: string | undefined
  text: string
}

/** Fails unless a reply is a success or a refusal as api.md describes it. `allowed` are the codes that may be answered. */
export function expectClean(what: string, reply: AnyReply, allowed?: readonly ProblemCode[]): void {
  expect(reply.status, `${what}: ${reply.text.slice(0, 500)}`).toBeLessThan(500)
  if (reply.status < 400) return
  expect(reply.contentType, what).toBe('application/problem+json; charset=utf-8')
  const body = JSON.parse(reply.text) as Record<string, unknown>
  const code = body['code'] as ProblemCode
  expect(Object.keys(problemTable), what).toContain(code)
  if (allowed) expect(allowed, `${what}: ${reply.text.slice(0, 500)}`).toContain(code)
  const { status, title } = problemTable[code]
  expect(body, what).toMatchObject({ type: `/problems/${code}`, title, status, request_id: reply.requestId })
  expect(reply.status, what).toBe(status)
  expect(body['detail'], what).toEqual(expect.stringMatching(/^.{10,300}$/u))
  expect(reply.text.length, what).toBeLessThan(20_000)
  expect(reply.text.slice(0, 5_000), what).not.toMatch(leaks)
}

/** The whole content of the store but the counters of failures, as one number of its rows and a hash of them a table. */
export async function fingerprint(server: TestServer): Promise<object[]> {
  const tables = await server.sql<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('rate_limits', 'coupon_counts') order by 1`,
  )
  const selects = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*)::int as rows, md5(string_agg(t::text, '|' order by t::text)) from ${name} t`,
  )
  return server.sql(selects.join(' union all '))
}
