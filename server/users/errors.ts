import { refuse } from '../errors.ts'
import { invalidField } from '../http/problems.ts'

/** The refusals of the rules about users, each in its sentence. */
export const refusals = {
  notFound: () => refuse('user_not_found', 'There is no such user.'),
  emailTaken: () => refuse('email_taken', 'This e-mail address belongs to another account already.'),
  lastAdmin: () =>
    refuse(
      'last_admin',
      'This is the last administrator. Make another one first, so that the store keeps one.',
    ),
  self: () =>
    refuse(
      'cannot_change_self',
      'Nobody changes their own role, or deactivates themselves. Ask another administrator.',
    ),
  ownPassword: () =>
    refuse('cannot_change_self', 'Change your own password in your profile, with the current one.'),
  adminOnly: () =>
    refuse('forbidden', 'Only an administrator makes or changes accounts other than customers.'),
  anonymiseSelf: () =>
    refuse('cannot_change_self', 'Nobody makes themselves anonymous. Ask another administrator.'),
  walkIn: () =>
    refuse('forbidden', 'Walk-in stands for everybody without an account: it stays, and gets none.', {
      reason: 'walk_in',
    }),
  apiKey: () => refuse('forbidden', 'An API key is no person and is not changed here.'),
}

/** An external id that another user has. */
export function externalIdTaken(): Error {
  return invalidField('external_id', 'belongs to another user already')
}
