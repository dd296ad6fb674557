import type { Role } from '../../server/contracts/contract.ts'
import type { User } from '../../server/contracts/users.ts'
import { customerWords } from '../words/customers.ts'

/** What stands in the form of an account, as typed. */
export interface UserDraft {
  name: string
  email: string
  role: Role
  external_id: string
  password: string
}

export type UserFaults = Partial<Record<keyof UserDraft, string>>

export function draftOfUser(
  user: User | undefined,
  { name = '', email = '', role = 'customer' }: Partial<Pick<UserDraft, 'name' | 'email' | 'role'>> = {},
): UserDraft {
  return {
    name: user?.name ?? name,
    email: user?.email ?? email,
    role: user?.role ?? role,
    external_id: user?.external_id ?? '',
    password: '',
  }
}

/** What is wrong before the server is asked. An account that has no e-mail, such as Walk-in, may stay without. */
export function faultsOf(draft: UserDraft, user: User | undefined): UserFaults {
  const faults: UserFaults = {}
  if (draft.name.trim() === '') faults.name = customerWords.nameNeeded
  if (draft.email.trim() === '' && user?.email !== null) faults.email = customerWords.emailNeeded
  const needsPassword = !user && draft.role !== 'customer'
  if (draft.password.length < 8 && (needsPassword || draft.password !== ''))
    faults.password = customerWords.passwordShort
  return faults
}

/** The body of a new account. */
export function newUser({ name, email, role, external_id, password }: UserDraft) {
  return {
    name,
    email,
    role,
    ...(external_id.trim() === '' ? {} : { external_id }),
    ...(password === '' ? {} : { password }),
  }
}

/** Only what was changed: the rest may have been changed by somebody else meanwhile. */
export function userChanges(before: User, draft: UserDraft) {
  const externalId = draft.external_id.trim() === '' ? null : draft.external_id
  return {
    ...(draft.name === before.name ? {} : { name: draft.name }),
    ...(draft.email === (before.email ?? '') ? {} : { email: draft.email }),
    ...(draft.role === before.role ? {} : { role: draft.role }),
    ...(externalId === before.external_id ? {} : { external_id: externalId }),
    ...(draft.password === '' ? {} : { password: draft.password }),
  }
}
