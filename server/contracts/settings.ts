import { z } from 'zod'
import { contract } from './contract.ts'
import { line } from './fields.ts'
import { timeZone } from './time-zone.ts'

const days = z.int().min(1).max(36_500).nullable()

/** True for one origin as browsers send it: a `*` would match none. */
export function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text && !text.includes('*')
}

/** The store's own settings; `retention` is in days, null keeps for ever. */
export const settings = z.object({
  store_name: line(80),
  time_zone: timeZone,
  default_lock_seconds: z.int().min(1).max(3600),
  allow_registration: z.boolean(),
  allowed_origins: z
    .array(
      z.url({ protocol: /^https?$/ }).refine(isOrigin, 'must be an origin, such as https://shop.example'),
    )
    .max(50),
  retention: z.strictObject({ audit_events: days, idempotency_keys: days, jobs: days }),
})

export type Settings = z.output<typeof settings>

export const getSettings = contract({
  id: 'getSettings',
  method: 'GET',
  path: '/settings',
  summary: 'The store’s settings',
  role: 'staff',
  reply: settings,
})

export const updateSettings = contract({
  id: 'updateSettings',
  method: 'PATCH',
  path: '/settings',
  summary: 'Change the store’s settings',
  role: 'admin',
  body: settings.partial().strict(),
  reply: settings,
})
