import { roles, type Role } from '../../server/contracts/contract.ts'
import type { User } from '../../server/contracts/users.ts'

/** What the screens offer; the server decides by itself. Only an administrator makes or changes accounts other than customers'. */

/** The roles that somebody may give to a new account. */
export function rolesToGive(viewer: User | null): readonly Role[] {
  return viewer?.role === 'admin' ? roles : ['customer']
}

/** Whether the viewer may change this account at all. */
export function mayChange(viewer: User | null, user: User): boolean {
  if (!viewer || user.kind === 'api_key') return false
  return viewer.role === 'admin' || (viewer.role === 'manager' && user.role === 'customer')
}

/** Nobody changes their own role or deactivates themselves, and one's own password is changed in the settings. */
export function mayRule(viewer: User | null, user: User): boolean {
  return mayChange(viewer, user) && viewer?.id !== user.id
}

/** Whether there is still a name to take away: an account that was made anonymous has neither e-mail nor activity left. */
export function mayAnonymise(viewer: User | null, user: User): boolean {
  return mayRule(viewer, user) && !isAnonymous(user)
}

/** True for an account whose person was taken away for good. */
export function isAnonymous(user: User): boolean {
  return !user.is_active && user.email === null && user.name === `Anonymous ${String(user.id)}`
}
