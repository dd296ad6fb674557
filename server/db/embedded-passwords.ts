import { createHash, createHmac, pbkdf2Sync, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { chmod, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Account } from './embedded-process.ts'

/** What the two roles log in with: 32 random bytes each, made once for each data folder. */
export interface Passwords {
  superuser: string
  application: string
  /** The superuser's was just made: a database that is already there does not know it. */
  fresh: boolean
}

/** Reads both password files of the data folder, making those that are not there. */
export async function loadPasswords(dataDir: string): Promise<Passwords> {
  const superuser = await loadOrMake(join(dataDir, 'postgres-password'))
  const application = await loadOrMake(join(dataDir, 'postgres-app-password'))
  return { superuser: superuser.password, application: application.password, fresh: superuser.fresh }
}

async function loadOrMake(path: string): Promise<{ password: string; fresh: boolean }> {
  try {
    const password = (await readFile(path, 'utf8')).trim()
    await chmod(path, 0o600) // a copy from a backup may be open to others
    if (password.length >= 32) return { password, fresh: false }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  const password = randomBytes(32).toString('base64url')
  await writePrivate(path, `${password}\n`)
  return { password, fresh: true }
}

/** Writes a file of mode 0600 that is there whole or not at all, owned by `account` if given; never follows a link. */
export async function writePrivate(path: string, text: string, account?: Account): Promise<void> {
  const draft = `${path}.${randomUUID()}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(text)
    if (account) await file.chown(account.uid, account.gid)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
}

/** What Postgres stores for a password, computed here so that the password itself appears in no statement (RFC 5802). */
export function scramVerifier(password: string, salt = randomBytes(16), iterations = 4096): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest('base64')
  const serverKey = hmac(salted, 'Server Key').toString('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** Whether the stored verifier is this password's. */
export function verifies(verifier: string, password: string): boolean {
  const [, iterations, salt] = /^SCRAM-SHA-256\$(\d+):([^$]+)\$/.exec(verifier) ?? []
  if (iterations === undefined || salt === undefined) return false
  const expected = Buffer.from(scramVerifier(password, Buffer.from(salt, 'base64'), Number(iterations)))
  const stored = Buffer.from(verifier)
  return expected.length === stored.length && timingSafeEqual(expected, stored)
}
