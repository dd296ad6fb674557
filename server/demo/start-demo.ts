import { program } from '../audit/record.ts'
import { claimSetUp, recordSetUp } from '../auth/set-up.ts'
import { query, queryOne, type On } from '../db/query.ts'
import { transaction } from '../db/transaction.ts'
import type { AppContext } from '../http/context.ts'
import { createBooks, createRegulars, importFile, type DemoBooks } from './books.ts'
import { createPeople, hashPasswords, readPeople, type DemoPeople, type DemoPerson } from './people.ts'
import { sell } from './sales.ts'

/** Stands in the history of everything that the demo did. */
const REQUEST_ID = 'demo'

// The administrator that the environment names was made a moment ago and is nobody's data yet.
const HAS_DATA = `
  select exists (select from books) or exists (select from users where lower(email) is distinct from lower($1))
         as has_data`

const KNOWN = 'select count(*)::int as known from users where lower(email) = any($1)'

/**
 * Fills an empty store with two books, people, a pool and some weeks of sales, all through the operations of the product. A store
 * that has data already is left as it is.
 *
 * @param say gets one block of lines: the accounts to log in with, or why nothing was done.
 */
export async function startDemo(app: AppContext, say: (text: string) => void): Promise<void> {
  const people = await readPeople(app.config.resourcesDir)
  const accounts = people.filter(({ password }) => password !== '')
  const made = (await hasData(app, app.db)) ? undefined : await createStore(app, people)
  if (!made) {
    say(await wordsForAFullStore(app, accounts))
    return
  }
  const { manager } = made.people
  await importFile(app, manager, made.books.welcome.id, 'welcome-codes.csv', REQUEST_ID)
  await importFile(app, manager, made.books.coffee.id, 'coffee-codes.csv', REQUEST_ID)
  await sell(app, made.people, made.books, REQUEST_ID)
  say(['The demo is ready. Log in as one of these:', ...table(accounts), WARNING].join('\n'))
}

const WARNING = 'Everybody knows these passwords: keep nothing real in this store.'

async function hasData(app: AppContext, on: On): Promise<boolean> {
  const { has_data } = await queryOne<{ has_data: boolean }>(on, HAS_DATA, [app.config.admin?.email ?? null])
  return has_data
}

/** The people, books and pool; undefined where somebody else set the store up at the same moment. */
async function createStore(
  app: AppContext,
  people: readonly DemoPerson[],
): Promise<{ people: DemoPeople; books: DemoBooks } | undefined> {
  const hashes = await hashPasswords(people)
  return transaction(app.db, async (tx) => {
    const isFirst = await claimSetUp(tx)
    if (await hasData(app, tx)) return undefined
    const made = await createPeople(tx, people, hashes, REQUEST_ID)
    if (isFirst) await recordSetUp(tx, program, made.admin.id)
    const books = await createBooks(app.db, tx, made.manager, REQUEST_ID)
    await createRegulars(tx, made, REQUEST_ID)
    return { people: made, books }
  })
}

async function wordsForAFullStore(app: AppContext, accounts: readonly DemoPerson[]): Promise<string> {
  const emails = accounts.map(({ email }) => email)
  const [row] = await query<{ known: number }>(app.db, KNOWN, [emails])
  if (row?.known !== emails.length)
    return 'This store has data already: it was left as it is, without the demo. For the demo, name an empty folder with CUPONERA_DATA_DIR.'
  return [
    'The demo is here already and was left as it is. It began with these accounts:',
    ...table(accounts),
    WARNING,
  ].join('\n')
}

function table(accounts: readonly DemoPerson[]): string[] {
  return accounts.map(({ email, password, role }) => `  ${role.padEnd(9)} ${email.padEnd(22)} ${password}`)
}
