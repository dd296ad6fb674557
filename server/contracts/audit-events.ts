import { z } from 'zod'
import { auditActions } from './audit.ts'
import { contract } from './contract.ts'
import { id, idText, pageOf, paging, search, time, timeText } from './fields.ts'

/** Something that was done: by whom, where, to whom and to what. Without an actor the program did it by itself. */
const auditEvent = z.object({
  id: z.int(),
  at: time,
  action: z.enum(auditActions),
  actor_id: id.nullable(),
  actor_name: z.string().nullable(),
  till: z.string().nullable(),
  request_id: z.string().nullable(),
  user_id: id.nullable(),
  user_name: z.string().nullable(),
  book_id: id.nullable(),
  book_name: z.string().nullable(),
  code: z.string().nullable(),
  /** The version of the coupon that this made; null where it is about no coupon. */
  version: z.int().nullable(),
  /** The import, generation or distribution that did it. */
  job_id: z.int().nullable(),
  details: z.record(z.string(), z.json()),
})

export type AuditEvent = z.output<typeof auditEvent>

const filter = {
  from: timeText.optional(),
  to: timeText.optional(),
  actor_id: idText.optional(),
  user_id: idText.optional(),
  book_id: idText.optional(),
  action: z.enum(auditActions).optional(),
  code: search.optional(),
}

export const listAuditEvents = contract({
  id: 'listAuditEvents',
  method: 'GET',
  path: '/audit-events',
  summary: 'Who did what, newest first; an API key that is limited to books sees what happened in them',
  role: 'manager',
  query: z.strictObject({ ...paging, ...filter }),
  reply: pageOf(auditEvent),
})

export const exportAuditEvents = contract({
  id: 'exportAuditEvents',
  method: 'GET',
  path: '/audit-events/export',
  summary: 'The same as CSV, however long',
  role: 'admin',
  query: z.strictObject(filter),
  produces: 'csv',
  reply: z.string(),
})
