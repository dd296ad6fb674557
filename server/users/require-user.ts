import { query, type On } from '../db/query.ts'
import { DomainError } from '../errors.ts'

const FIND = 'select id from users where id = $1'

/**
 * Holds that there is such a user, active or not.
 *
 * @throws DomainError `user_not_found`
 */
export async function requireUser(on: On, id: number): Promise<void> {
  const [user] = await query<{ id: number }>(on, FIND, [id])
  if (!user) throw new DomainError('user_not_found', 'There is no such user.')
}
