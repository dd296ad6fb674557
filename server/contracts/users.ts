import { z } from 'zod'
import { contract } from './contract.ts'
import {
  email,
  externalId,
  flagText,
  id,
  idText,
  line,
  newPassword,
  nothing,
  pageOf,
  paging,
  role,
  search,
  time,
} from './fields.ts'

/** A person or an API key: whoever can be an actor or own a coupon. */
export const user = z.object({
  id,
  kind: z.enum(['person', 'api_key']),
  name: z.string(),
  email: z.string().nullable(),
  external_id: z.string().nullable(),
  role,
  is_active: z.boolean(),
  created_at: time,
  updated_at: time,
})

export type User = z.output<typeof user>

export const listUsers = contract({
  id: 'listUsers',
  method: 'GET',
  path: '/users',
  summary: 'List users',
  role: 'staff',
  query: z.strictObject({
    ...paging,
    q: search.optional(),
    role: role.optional(),
    is_active: flagText.optional(),
    external_id: externalId.optional(),
  }),
  reply: pageOf(user),
})

export const createUser = contract({
  id: 'createUser',
  method: 'POST',
  path: '/users',
  summary: 'Create a user; staff make customers, managers too, administrators anyone',
  role: 'staff',
  status: 201,
  body: z.strictObject({
    name: line(120),
    email,
    password: newPassword.optional(),
    role: role.default('customer'),
    external_id: externalId.nullable().optional(),
  }),
  reply: user,
  problems: ['email_taken', 'forbidden'],
})

export const getUser = contract({
  id: 'getUser',
  method: 'GET',
  path: '/users/:id',
  summary: 'One user; a customer sees itself',
  role: 'customer',
  params: z.strictObject({ id: idText }),
  reply: user,
  problems: ['user_not_found'],
})

export const updateUser = contract({
  id: 'updateUser',
  method: 'PATCH',
  path: '/users/:id',
  summary: 'Change a user',
  role: 'manager',
  params: z.strictObject({ id: idText }),
  body: z.strictObject({
    name: line(120).optional(),
    email: email.optional(),
    password: newPassword.optional(),
    role: role.optional(),
    external_id: externalId.nullable().optional(),
    is_active: z.boolean().optional(),
  }),
  reply: user,
  problems: ['user_not_found', 'email_taken', 'last_admin', 'cannot_change_self', 'forbidden'],
})

export const deactivateUser = contract({
  id: 'deactivateUser',
  method: 'DELETE',
  path: '/users/:id',
  summary: 'Deactivate a user; its history stays',
  role: 'manager',
  params: z.strictObject({ id: idText }),
  status: 204,
  reply: nothing,
  problems: ['user_not_found', 'last_admin', 'cannot_change_self', 'forbidden'],
})

export const anonymiseUser = contract({
  id: 'anonymiseUser',
  method: 'POST',
  path: '/users/:id/anonymise',
  summary: 'Remove name, e-mail and external id for good and close the account; its history stays',
  role: 'manager',
  params: z.strictObject({ id: idText }),
  reply: user,
  problems: ['user_not_found', 'last_admin', 'cannot_change_self', 'forbidden'],
})

export const findUserByEmail = contract({
  id: 'findUserByEmail',
  method: 'GET',
  path: '/users/search/by-email',
  summary: 'The user with this e-mail address',
  role: 'staff',
  query: z.strictObject({ email }),
  reply: user,
  problems: ['user_not_found'],
})
