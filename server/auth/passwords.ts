import bcrypt from 'bcrypt'
import { DomainError } from '../errors.ts'

/** About a quarter of a second on a till's computer: what makes a stolen hash expensive to guess. */
const COST = 12
/** Each takes a core while it runs; two leave the tills their share. */
const AT_ONCE = 2
const QUEUE = 20
/** bcrypt reads no further; a longer password would be as good as its beginning. */
const MAX_BYTES = 72

/** The hash of no password: checked where there is no account, so that the answer takes as long. */
const NO_PASSWORD = '$2b$12$eIx8tZnw90AmXmygspbNT.p.R6MvdDIa/IqYT00x8cCcIiIRcOvHq'

let running = 0
const waiting: (() => void)[] = []

/**
 * Hashes a password that {@link newPassword} has let through.
 *
 * @throws DomainError `busy` when too many wait already.
 */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => bcrypt.hash(password, COST))
}

/**
 * Whether this is the password of that hash; takes as long where there is no hash.
 *
 * @throws DomainError `busy` when too many wait already.
 */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const readable = !password.includes('\0') && Buffer.byteLength(password, 'utf8') <= MAX_BYTES
  const same = await inTurn(() => bcrypt.compare(readable ? password : '', hash ?? NO_PASSWORD))
  return same && readable && hash !== null
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= QUEUE)
      throw new DomainError('busy', 'Too many people log in at this moment. Try again in a few seconds.', {
        retryAfter: 3,
      })
    // Whoever ends hands its place on, so that nobody slips in between.
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
