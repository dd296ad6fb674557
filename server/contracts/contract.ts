import { z } from 'zod'
import type { ProblemCode } from './problems.ts'

/** No fields at all: what an operation without params, query or body takes. */
export const none = z.strictObject({})

/** The four roles, weakest first: each may do all that those before it may. */
export const roles = ['customer', 'staff', 'manager', 'admin'] as const

/** One of {@link roles}. */
export type Role = (typeof roles)[number]

/** True when `role` may do what asks for `least`. */
export function roleReaches(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least)
}

/** Methods of the API. */
export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/**
 * One operation of the API: the single source of its route, its validation, its OpenAPI entry and the console's typed call.
 *
 * `path` is below `/api/v1`, in Express's form (`/books/:id`). `role` is the least role that may call it at all; finer rules
 * (own coupons only) are the operation's. `params`, `query` and `body` refuse unknown fields.
 */
export interface Contract<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  id: string
  method: Method
  path: string
  summary: string
  role: Role | 'public'
  params: P
  query: Q
  body: B
  /** `json`: parsed and validated. `csv`: a stream, the route reads it itself (JSON is read too where `body` says so). */
  consumes: 'json' | 'csv'
  /** `events`: Server-Sent Events without end; `reply` is then one of them. */
  produces: 'json' | 'csv' | 'events'
  status: number
  reply: R
  /** Refusals of its own rules; those that any route may answer (401, 403, 429, 503 …) are added by the OpenAPI writer. */
  problems: readonly ProblemCode[]
  /** Honours `Idempotency-Key`: key, change, audit event and stored reply commit together. */
  idempotent: boolean
  /** Long work: a client may ask by `Prefer: respond-async` for the answer 202, with the job that it is at `Location`. */
  startsJob: boolean
}

type Shape<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = Pick<
  Contract<P, Q, B, R>,
  'id' | 'method' | 'path' | 'summary' | 'role' | 'reply'
> &
  Partial<Contract<P, Q, B, R>>

/** Fills in what most operations share: JSON in and out, no fields, 200 (201 is said where a POST creates). */
export function contract<
  R extends z.ZodType,
  P extends z.ZodType = typeof none,
  Q extends z.ZodType = typeof none,
  B extends z.ZodType = typeof none,
>(shape: Shape<P, Q, B, R>): Contract<P, Q, B, R> {
  return {
    params: none as unknown as P,
    query: none as unknown as Q,
    body: none as unknown as B,
    consumes: 'json',
    produces: 'json',
    status: 200,
    problems: [],
    idempotent: false,
    startsJob: false,
    ...shape,
  }
}

/** What a handler is given once a contract's input has been parsed. */
export type ParamsOf<C extends Contract> = z.output<C['params']>
export type QueryOf<C extends Contract> = z.output<C['query']>
export type BodyOf<C extends Contract> = z.output<C['body']>
export type ReplyOf<C extends Contract> = z.output<C['reply']>
