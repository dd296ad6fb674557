import { keep, readKept } from '../ui/kept.ts'

/** Who lately worked at this till: a name, and an e-mail address to log in with. Never more. */
export interface TillPerson {
  name: string
  email: string
}

const KEPT = 'people'
const most = 6

/** The last one first. */
export function tillPeople(): TillPerson[] {
  try {
    const kept: unknown = JSON.parse(readKept(KEPT) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isPerson) : []
  } catch {
    return []
  }
}

/** Offers somebody at the next log-in on this computer; nobody who has no e-mail address to log in with. */
export function rememberPerson({ name, email }: { name: string; email: string | null }): void {
  if (email !== null) write([{ name, email }, ...others(email)])
}

export function forgetPerson(email: string): void {
  write(others(email))
}

function others(email: string): TillPerson[] {
  return tillPeople().filter((person) => person.email !== email)
}

function write(people: TillPerson[]): void {
  keep(KEPT, people.length === 0 ? null : JSON.stringify(people.slice(0, most)))
}

function isPerson(kept: unknown): kept is TillPerson {
  if (typeof kept !== 'object' || kept === null || !('name' in kept) || !('email' in kept)) return false
  return typeof kept.name === 'string' && typeof kept.email === 'string'
}
