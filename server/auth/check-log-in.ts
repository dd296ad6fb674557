import type { Request, RequestHandler, Response } from 'express'
import { Passport } from 'passport'
import { Strategy } from 'passport-local'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { isPassword } from './passwords.ts'

const FIND = `
  select id, password_hash from users
   where lower(email) = lower($1) and kind = 'person' and is_active and password_hash is not null`

/** An account whose password was right, and the hash it was right for. */
export interface CheckedAccount {
  id: number
  password_hash: string
}

/** Checks `email` and `password` of a request's body; undefined means that they do not fit, whatever of them is wrong. */
export type CheckLogIn = (req: Request, res: Response) => Promise<CheckedAccount | undefined>

/** passport with its local strategy, and without sessions of its own. */
export function makeLogInCheck(db: Database): CheckLogIn {
  const passport = new Passport()
  passport.use(
    new Strategy({ usernameField: 'email', session: false }, (email, password, found) => {
      checkAccount(db, email, password).then((account) => {
        found(null, account ?? false)
      }, found)
    }),
  )
  return (req, res) =>
    new Promise((resolve, reject) => {
      const decide = (error: unknown, account: CheckedAccount | false | null | undefined): void => {
        if (error) reject(error instanceof Error ? error : new Error('the log-in could not be checked'))
        else resolve(account ? account : undefined)
      }
      const authenticate = passport.authenticate('local', { session: false }, decide) as RequestHandler
      authenticate(req, res, reject)
    })
}

// Somebody unknown, inactive or without a password takes as long as a wrong password.
async function checkAccount(
  db: Database,
  email: string,
  password: string,
): Promise<CheckedAccount | undefined> {
  const [account] = await query<CheckedAccount>(db, FIND, [email])
  return (await isPassword(password, account?.password_hash ?? null)) ? account : undefined
}
