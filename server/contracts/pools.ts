import { z } from 'zod'
import { contract } from './contract.ts'
import {
  bigIdText,
  email,
  flagText,
  id,
  line,
  nothing,
  pageOf,
  paging,
  paragraph,
  search,
  time,
} from './fields.ts'
import { user } from './users.ts'

/** A group of customers that a book can be distributed to. */
export const pool = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  is_active: z.boolean(),
  created_by: id.nullable(),
  user_count: z.int(),
  created_at: time,
  updated_at: time,
})

export type Pool = z.output<typeof pool>

/** A member, and since when. */
export const poolUser = user.extend({ added_at: time })

export type PoolUser = z.output<typeof poolUser>

/** How many members one request may name; more come as a CSV. */
const MOST_NAMED = 10_000

const named = {
  user_ids: z.array(id).max(MOST_NAMED).optional(),
  emails: z.array(email).max(MOST_NAMED).optional(),
}

const poolFields = { name: line(120), description: paragraph(2000), is_active: z.boolean() }
const byId = z.strictObject({ id: bigIdText })

export const listPools = contract({
  id: 'listPools',
  method: 'GET',
  path: '/pools',
  summary: 'List pools, newest first',
  role: 'manager',
  query: z.strictObject({ ...paging, q: search.optional(), is_active: flagText.optional() }),
  reply: pageOf(pool),
})

export const createPool = contract({
  id: 'createPool',
  method: 'POST',
  path: '/pools',
  summary: 'Create a pool, with its first members where they are named',
  role: 'manager',
  status: 201,
  idempotent: true,
  body: z
    .strictObject({ ...poolFields, ...named })
    .partial()
    .required({ name: true }),
  reply: pool,
  problems: ['name_taken', 'user_not_found'],
})

export const getPool = contract({
  id: 'getPool',
  method: 'GET',
  path: '/pools/:id',
  summary: 'One pool, with the first page of its members',
  role: 'manager',
  params: byId,
  reply: pool.extend({ users: z.array(poolUser).describe('the first page') }),
  problems: ['pool_not_found'],
})

export const updatePool = contract({
  id: 'updatePool',
  method: 'PATCH',
  path: '/pools/:id',
  summary: 'Rename, describe, switch off or on a pool',
  role: 'manager',
  params: byId,
  body: z.strictObject(poolFields).partial(),
  reply: pool,
  problems: ['pool_not_found', 'name_taken'],
})

export const deletePool = contract({
  id: 'deletePool',
  method: 'DELETE',
  path: '/pools/:id',
  summary: 'Delete a pool; its members, their coupons and past distributions stay',
  role: 'manager',
  params: byId,
  status: 204,
  reply: nothing,
  problems: ['pool_not_found'],
})

export const listPoolUsers = contract({
  id: 'listPoolUsers',
  method: 'GET',
  path: '/pools/:id/users',
  summary: 'The members of a pool, newest account first; `q` begins an e-mail address or a word of a name',
  role: 'manager',
  params: byId,
  query: z.strictObject({ ...paging, q: search.optional() }),
  reply: pageOf(poolUser),
  problems: ['pool_not_found'],
})

export const addPoolUsers = contract({
  id: 'addPoolUsers',
  method: 'POST',
  path: '/pools/:id/users',
  summary: 'Add members; who is one already stays one. All or none',
  role: 'manager',
  params: byId,
  body: z.strictObject(named),
  reply: pool,
  problems: ['pool_not_found', 'user_not_found'],
})

export const removePoolUsers = contract({
  id: 'removePoolUsers',
  method: 'DELETE',
  path: '/pools/:id/users',
  summary: 'Remove members; who is none changes nothing',
  role: 'manager',
  params: byId,
  body: z.strictObject(named),
  reply: pool,
  problems: ['pool_not_found', 'user_not_found'],
})
