import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import type { Database } from './connect.ts'
import { query, queryOne } from './query.ts'

const KEEP = 'insert into settings (key, value) values ($1, $2::jsonb) on conflict (key) do nothing'
const READ = 'select value from settings where key = $1'

/** The first program to ask makes the value; all others on the database read that one. */
async function makeOnce(db: Database, key: string, make: () => string): Promise<string> {
  await query(db, KEEP, [key, JSON.stringify(make())])
  return (await queryOne<{ value: string }>(db, READ, [key])).value
}

/** Names this store's cookies and tokens. */
export function readInstallationId(db: Database): Promise<string> {
  return makeOnce(db, 'installation_id', () => randomBytes(6).toString('hex'))
}

/** The key that signs access tokens: the configured one, or 256 random bits kept in the database, which servers on it share. */
export async function readTokenKey(db: Database, configured: Buffer | null): Promise<KeyObject> {
  if (configured) return createSecretKey(configured)
  const kept = await makeOnce(db, 'token_key', () => randomBytes(32).toString('base64'))
  return createSecretKey(Buffer.from(kept, 'base64'))
}
