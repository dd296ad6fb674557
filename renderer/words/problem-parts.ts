import type { FailureCode } from '../api/errors.ts'

/** What happened, and what to do next. */
export interface ProblemWords {
  title: string
  next: string
}

/** What the server tells of a refusal beside its code. */
export type Details = Record<string, unknown>

/** A plain sentence for every problem the API can answer, and what to do next. A new code without words does not compile. */
export type ProblemTable = Record<FailureCode, (details: Details) => ProblemWords>

/** The same words whatever the details. */
export const say =
  (title: string, next: string): (() => ProblemWords) =>
  () => ({ title, next })

/** A detail that is text, or what stands in for it. */
export function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise
}
