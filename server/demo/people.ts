import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Papa from 'papaparse'
import type { Author } from '../audit/record.ts'
import { hashPassword } from '../auth/passwords.ts'
import type { Role } from '../contracts/contract.ts'
import type { Transaction } from '../db/connect.ts'
import { valueOf } from '../errors.ts'
import type { Actor } from '../http/context.ts'
import { createUser } from '../users/create-user.ts'

/** Somebody of the demo, as resources/demo/people.csv has them. Without a password they cannot log in. */
export interface DemoPerson {
  name: string
  email: string
  role: Role
  password: string
}

/** The people of the demo by role, as the actors of what happens in it. */
export interface DemoPeople {
  admin: Actor
  manager: Actor
  staff: Actor[]
  customers: Actor[]
}

/** Everybody of the demo, the administrator first. */
export async function readPeople(resourcesDir: string): Promise<DemoPerson[]> {
  const text = await readFile(join(resourcesDir, 'demo', 'people.csv'), 'utf8')
  return Papa.parse<DemoPerson>(text, { header: true, skipEmptyLines: true }).data
}

/** The hash of each password; people without one are not in it. A hash takes time, so no transaction waits for it. */
export async function hashPasswords(people: readonly DemoPerson[]): Promise<Map<string, string>> {
  const passwords = [...new Set(people.map(({ password }) => password).filter((password) => password !== ''))]
  const hashes = await Promise.all(passwords.map(async (password) => hashPassword(password)))
  return new Map(passwords.map((password, index) => [password, hashes[index] ?? '']))
}

/** Makes the people: the administrator by itself, as a store's first one is, and then everybody by the administrator. */
export async function createPeople(
  tx: Transaction,
  people: readonly DemoPerson[],
  hashes: Map<string, string>,
  requestId: string,
): Promise<DemoPeople> {
  const [first, ...others] = people
  if (first?.role !== 'admin') throw new Error('the demo begins with its administrator')
  const admin = await create(tx, first, hashes, { self: true, requestId })
  const author = { actorId: admin.id, till: null, requestId }
  const made: Actor[] = []
  for (const person of others) made.push(await create(tx, person, hashes, author))
  const manager = made.find(({ role }) => role === 'manager')
  if (!manager) throw new Error('the demo has no manager')
  const having = (role: Role): Actor[] => made.filter((actor) => actor.role === role)
  return { admin, manager, staff: having('staff'), customers: having('customer') }
}

async function create(
  tx: Transaction,
  { name, email, role, password }: DemoPerson,
  hashes: Map<string, string>,
  by: Author | { self: true; requestId: string },
): Promise<Actor> {
  const passwordHash = hashes.get(password) ?? null
  const { id } = valueOf(await createUser(tx, by, { name, email, role, externalId: null, passwordHash }))
  return { id, kind: 'person', name, role, bookIds: null, sessionId: null }
}
