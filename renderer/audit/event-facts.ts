import type { AuditEvent } from '../../server/contracts/audit-events.ts'
import { hrefTo } from '../state/places.ts'
import { formatExactTime, formatNumber } from '../ui/format.ts'
import { auditWords as words } from '../words/audit.ts'
import { detailName } from '../words/event-details.ts'

/** One line of an event's details: what it is, and its value in words. */
export interface Fact {
  label: string
  value: string
}

/** An event's details as lines for people; parts of parts are led up to by their names. */
export function factsOf(details: AuditEvent['details']): Fact[] {
  return Object.entries(details).flatMap(([key, value]) => factsAbout([key], value))
}

function factsAbout(path: string[], value: unknown): Fact[] {
  const label = capital(path.map(detailName).join(', '))
  if (isRecord(value) && 'from' in value && 'to' in value)
    return [{ label, value: words.change(plain(value['from']), plain(value['to'])) }]
  if (isRecord(value)) return Object.entries(value).flatMap(([key, part]) => factsAbout([...path, key], part))
  return [{ label, value: plain(value) }]
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return words.nothing
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'number') return formatNumber(value)
  if (Array.isArray(value)) return value.length === 0 ? words.nothing : value.map(plain).join(', ')
  if (typeof value === 'string') return isInstant(value) ? formatExactTime(value) : value
  return JSON.stringify(value)
}

function isInstant(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.test(text) && !Number.isNaN(Date.parse(text))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** The report of the import, generation or distribution that the event tells of; undefined where there is none to open. */
export function reportHref({ action, job_id: job, book_id: book, details }: AuditEvent): string | undefined {
  if (job === null) return undefined
  if (action === 'book.distributed' || action === 'distribution.cancelled')
    return hrefTo('distribution', { id: job })
  if (action === 'users.imported') return hrefTo('importCustomers', {}, { import: job })
  const pool = poolOf({ action, details })
  if (action === 'pool.users_imported' && pool !== undefined)
    return hrefTo('importMembers', { id: pool }, { import: job })
  if (book === null) return undefined
  if (action === 'codes.imported') return hrefTo('importCodes', { id: book }, { import: job })
  if (action === 'codes.generated') return hrefTo('generate', { id: book }, { job })
  return undefined
}

/** The pool that the event is about; undefined where there is none, or none any more. */
export function poolOf({ action, details }: Pick<AuditEvent, 'action' | 'details'>): number | undefined {
  const { pool_id } = details
  return typeof pool_id === 'number' && action !== 'pool.deleted' ? pool_id : undefined
}
