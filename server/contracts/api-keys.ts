import { z } from 'zod'
import { contract } from './contract.ts'
import { id, idText, line, nothing, pageOf, paging, role, time, timeText } from './fields.ts'

/**
 * A key of another program: an actor of its own, without a password. `book_ids` null is every book; `expires_at` null is never.
 * `last_used_at` is at most a minute behind. The key itself is shown once, when it is made.
 */
const apiKey = z.object({
  id,
  name: z.string(),
  role,
  book_ids: z.array(id).nullable(),
  is_active: z.boolean(),
  expires_at: time.nullable(),
  last_used_at: time.nullable(),
  created_by: id.nullable(),
  created_by_name: z.string().nullable(),
  created_at: time,
})

export type ApiKey = z.output<typeof apiKey>

/** Administrators are people: a key that leaks must not be able to make accounts, or further keys. */
const apiKeyRoles = ['customer', 'staff', 'manager'] as const

export const listApiKeys = contract({
  id: 'listApiKeys',
  method: 'GET',
  path: '/api-keys',
  summary: 'List API keys, newest first, those that were revoked or ran out among them',
  role: 'admin',
  query: z.strictObject(paging),
  reply: pageOf(apiKey),
})

export const createApiKey = contract({
  id: 'createApiKey',
  method: 'POST',
  path: '/api-keys',
  summary: 'Make an API key, never of an administrator; the key is shown this once',
  role: 'admin',
  status: 201,
  body: z.strictObject({
    name: line(120),
    role: z.enum(apiKeyRoles),
    book_ids: z.array(id).min(1).max(1000).nullable().optional(),
    expires_at: timeText.nullable().optional(),
  }),
  reply: apiKey.extend({ key: z.string() }),
  problems: ['name_taken', 'book_not_found'],
})

export const revokeApiKey = contract({
  id: 'revokeApiKey',
  method: 'DELETE',
  path: '/api-keys/:id',
  summary: 'Revoke an API key within a second; what it did stays',
  role: 'admin',
  params: z.strictObject({ id: idText }),
  status: 204,
  reply: nothing,
  problems: ['api_key_not_found'],
})
