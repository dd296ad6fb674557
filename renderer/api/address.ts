import type { z } from 'zod'
import type { Contract } from '../../server/contracts/contract.ts'

/** Where the API is: the same origin that served this page. */
export const apiBase = '/api/v1'

/** Paths and queries are text on the wire; the console may give numbers and flags as what they are. */
type Textual<T> = {
  [Key in keyof T]:
    T[Key] | (string extends NonNullable<T[Key]> ? number : never) | ('true' extends T[Key] ? boolean : never)
}

type Loosely<T> = { [Key in keyof T]: undefined extends T[Key] ? T[Key] | null : T[Key] }

type Part<Name extends string, T> =
  Record<never, never> extends T ? { [Key in Name]?: T } : { [Key in Name]: T }

export type ParamsGiven<C extends Contract> = Part<'params', Textual<z.input<C['params']>>>
export type QueryGivenTo<C extends Contract> = Part<'query', Loosely<Textual<z.input<C['query']>>>>
export type BodyGiven<C extends Contract> = Part<'body', z.input<C['body']>>

type Written = Record<string, string | number | boolean | null | undefined>

/**
 * The address of a call: path parameters encoded, empty query fields left out.
 * Throws RangeError for a parameter that cannot be a step of a path: another address would answer in its place.
 */
export function addressOf(contract: Contract, given: { params?: unknown; query?: unknown }): string {
  const params = (given.params ?? {}) as Written
  const path = contract.path.replace(/:(\w+)/g, (_, key: string) => pathStep(key, params[key]))
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries((given.query ?? {}) as Written)) {
    if (value !== undefined && value !== null && value !== '') query.set(key, String(value))
  }
  return apiBase + path + (query.size > 0 ? `?${query.toString()}` : '')
}

/** False for what cannot be a step of a path: empty it falls away, and a browser takes dots for a way up, written as they are or encoded. */
export function isPathStep(text: string): boolean {
  return !/^\.{0,2}$/.test(text)
}

function pathStep(name: string, value: Written[string]): string {
  const step = String(value ?? '')
  if (!isPathStep(step)) throw new RangeError(`"${step}" as ${name} is no step of a path`)
  return encodeURIComponent(step)
}
