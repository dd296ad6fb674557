import * as apiKeys from './api-keys.ts'
import * as auditEvents from './audit-events.ts'
import * as auth from './auth.ts'
import * as books from './books.ts'
import * as codes from './codes.ts'
import type { Contract } from './contract.ts'
import * as coupons from './coupons.ts'
import * as distributions from './distributions.ts'
import * as events from './events.ts'
import * as generations from './generations.ts'
import * as imports from './imports.ts'
import * as pools from './pools.ts'
import * as redemptions from './redemptions.ts'
import * as reports from './reports.ts'
import * as settings from './settings.ts'
import * as users from './users.ts'

function isContract(value: unknown): value is Contract {
  return (
    typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'reply' in value
  )
}

/** Every operation under `/api/v1`. OpenAPI, the matrix of rights and the check that each one is mounted read this list. */
export const contractTable: readonly Contract[] = [
  auth,
  users,
  settings,
  books,
  imports,
  codes,
  generations,
  coupons,
  redemptions,
  pools,
  apiKeys,
  auditEvents,
  reports,
  distributions,
  events,
]
  .flatMap((group) => Object.values(group) as unknown[])
  .filter(isContract)
