import { z } from 'zod'
import { contract } from './contract.ts'
import { problemCode } from './problems.ts'
import { bigIdText, id, idText, pageOf, paging } from './fields.ts'
import { job } from './imports.ts'

/** Why a member of the pool gets nothing. */
export const skipReasons = ['inactive', 'assignment_limit_reached', 'no_codes_left'] as const

export type SkipReason = (typeof skipReasons)[number]

export const skip = z.object({ user_id: id, name: z.string(), reason: z.enum(skipReasons) })

export type Skip = z.output<typeof skip>

/**
 * A book's free coupons given to the members of a pool, in one transaction. `requested` is how many coupons it takes, `short` how
 * many of them there are not; a dry run tells what would be and has no id of its own: 0.
 */
export const distribution = job.extend({
  kind: z.literal('distribute'),
  pool_id: z.int(),
  pool_name: z.string(),
  book_id: id,
  book_name: z.string(),
  mode: z.enum(['equal', 'random']),
  coupons_per_user: z.int().nullable(),
  requested: z.int(),
  assigned: z.int(),
  short: z.int(),
  recipients: z.int().describe('members who get at least one'),
  skipped_count: z.int(),
  skipped: z.array(skip).describe('the first 100'),
  refusal: z
    .object({
      code: problemCode,
      detail: z.string(),
      details: z.record(z.string(), z.unknown()).optional(),
    })
    .optional()
    .describe('of a dry run: what the same request would be refused with'),
})

export type Distribution = z.output<typeof distribution>

/** Most coupons that one distribution gives, and most for one member. */
const MOST = 1_000_000
const MOST_PER_USER = 1_000

const common = {
  book_id: id,
  on_shortage: z.enum(['refuse', 'partial']).default('refuse'),
  dry_run: z.boolean().default(false),
}

export const distribute = contract({
  id: 'distribute',
  method: 'POST',
  path: '/pools/:id/distribute',
  summary:
    'Give a book’s free coupons to a pool: the same number each, or a total spread by chance. All or nothing, or as far as it goes',
  role: 'manager',
  params: z.strictObject({ id: bigIdText }),
  body: z.discriminatedUnion('mode', [
    z.strictObject({
      ...common,
      mode: z.literal('equal'),
      coupons_per_user: z.int().min(1).max(MOST_PER_USER).default(1),
    }),
    z.strictObject({ ...common, mode: z.literal('random'), total: z.int().min(1).max(MOST).optional() }),
  ]),
  status: 201,
  reply: distribution,
  problems: [
    'pool_not_found',
    'book_not_found',
    'book_expired',
    'book_inactive',
    'book_not_started',
    'pool_inactive',
    'pool_empty',
    'assignment_limit_reached',
    'book_exhausted',
    'not_enough_codes',
  ],
  idempotent: true,
  startsJob: true,
})

export const listDistributions = contract({
  id: 'listDistributions',
  method: 'GET',
  path: '/distributions',
  summary: 'The distributions, newest first',
  role: 'manager',
  query: z.strictObject({ ...paging, book_id: idText.optional(), pool_id: bigIdText.optional() }),
  reply: pageOf(distribution),
})

const byId = z.strictObject({ id: bigIdText })

export const getDistribution = contract({
  id: 'getDistribution',
  method: 'GET',
  path: '/distributions/:id',
  summary: 'One distribution, with the first 100 members who were passed over',
  role: 'manager',
  params: byId,
  reply: distribution,
  problems: ['distribution_not_found'],
})

/** What to send to whom. */
export const assignment = z.object({
  user_id: id,
  name: z.string(),
  email: z.string().nullable(),
  codes: z.array(z.string()),
})

export type Assignment = z.output<typeof assignment>

export const listAssignments = contract({
  id: 'listAssignments',
  method: 'GET',
  path: '/distributions/:id/assignments',
  summary: 'Who got which codes',
  role: 'manager',
  params: byId,
  query: z.strictObject(paging),
  reply: pageOf(assignment),
  problems: ['distribution_not_found'],
})

export const exportAssignments = contract({
  id: 'exportAssignments',
  method: 'GET',
  path: '/distributions/:id/assignments.csv',
  summary: 'Who got which codes, a line for each code, ready for a mail merge',
  role: 'manager',
  params: byId,
  produces: 'csv',
  reply: z.string(),
  problems: ['distribution_not_found'],
})

/** Who got nothing, and why. */
const leftOut = skip.extend({ email: z.string().nullable() })

export type LeftOut = z.output<typeof leftOut>

export const listSkipped = contract({
  id: 'listSkipped',
  method: 'GET',
  path: '/distributions/:id/skipped',
  summary: 'All the members who were passed over, and why',
  role: 'manager',
  params: byId,
  query: z.strictObject(paging),
  reply: pageOf(leftOut),
  problems: ['distribution_not_found'],
})

export const exportSkipped = contract({
  id: 'exportSkipped',
  method: 'GET',
  path: '/distributions/:id/skipped.csv',
  summary: 'All the members who were passed over, a line each',
  role: 'manager',
  params: byId,
  produces: 'csv',
  reply: z.string(),
  problems: ['distribution_not_found'],
})
