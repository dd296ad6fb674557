import { z } from 'zod'
import { contract } from './contract.ts'
import { bigIdText, email, givenPassword, line, newPassword, nothing, pageOf, time } from './fields.ts'
import { timeZone } from './time-zone.ts'
import { user } from './users.ts'

/** An access token and whose it is. `refresh_token` is there only for a client that asked for it in the body. */
export const session = z.object({
  access_token: z.string(),
  token_type: z.literal('bearer'),
  expires_at: time,
  user,
  refresh_token: z.string().optional(),
})

export type Session = z.output<typeof session>

const account = z.strictObject({ name: line(120), email, password: newPassword })
const refreshIn = z.strictObject({ refresh: z.literal('body').optional() })
const givenRefresh = z.strictObject({ refresh_token: z.string().max(512).optional() })

export const setUp = contract({
  id: 'setUp',
  method: 'POST',
  path: '/auth/setup',
  summary: 'Make the first administrator; from this computer only, only while there are no users',
  role: 'public',
  status: 201,
  query: refreshIn,
  body: account.extend({ time_zone: timeZone.optional().describe('the store’s; else the server’s own') }),
  reply: session,
  problems: ['already_set_up', 'forbidden'],
})

/** Whether the first administrator is still to be made: what the console asks before it shows the log-in. */
export const setUpState = contract({
  id: 'setUpState',
  method: 'GET',
  path: '/auth/setup',
  summary: 'Whether the store is set up, and what a visitor may do',
  role: 'public',
  reply: z.object({
    is_set_up: z.boolean(),
    allow_registration: z.boolean(),
    store_name: z.string(),
    time_zone: z.string(),
  }),
})

export const register = contract({
  id: 'register',
  method: 'POST',
  path: '/auth/register',
  summary: 'Make a customer account, where the store allows it',
  role: 'public',
  status: 201,
  query: refreshIn,
  body: account,
  reply: session,
  problems: ['email_taken', 'forbidden'],
})

export const logIn = contract({
  id: 'logIn',
  method: 'POST',
  path: '/auth/login',
  summary: 'Log in with e-mail and password',
  role: 'public',
  query: refreshIn,
  body: z.strictObject({ email: line(254), password: givenPassword }),
  reply: session,
  problems: ['bad_credentials'],
})

export const refresh = contract({
  id: 'refresh',
  method: 'POST',
  path: '/auth/refresh',
  summary: 'A new access token for the refresh token in the cookie or the body',
  role: 'public',
  body: givenRefresh,
  reply: session,
  problems: ['unauthenticated'],
})

export const logOut = contract({
  id: 'logOut',
  method: 'POST',
  path: '/auth/logout',
  summary: 'End this session',
  role: 'public',
  body: givenRefresh,
  status: 204,
  reply: nothing,
})

/** One place where the person is logged in. */
export const sessionInfo = z.object({
  id: z.int(),
  created_at: time,
  last_used_at: time,
  expires_at: time,
  user_agent: z.string().nullable(),
  current: z.boolean(),
})

export const listSessions = contract({
  id: 'listSessions',
  method: 'GET',
  path: '/auth/sessions',
  summary: 'Where you are logged in',
  role: 'customer',
  reply: pageOf(sessionInfo),
})

export const endSession = contract({
  id: 'endSession',
  method: 'DELETE',
  path: '/auth/sessions/:id',
  summary: 'End one of your sessions',
  role: 'customer',
  params: z.strictObject({ id: bigIdText }),
  status: 204,
  reply: nothing,
  problems: ['not_found'],
})

export const getMe = contract({
  id: 'getMe',
  method: 'GET',
  path: '/auth/me',
  summary: 'Your profile',
  role: 'customer',
  reply: user,
})

export const updateMe = contract({
  id: 'updateMe',
  method: 'PATCH',
  path: '/auth/me',
  summary: 'Change your profile',
  role: 'customer',
  body: z.strictObject({ name: line(120).optional(), email: email.optional() }),
  reply: user,
  problems: ['email_taken'],
})

export const changePassword = contract({
  id: 'changePassword',
  method: 'POST',
  path: '/auth/change-password',
  summary: 'Change your password; your other sessions end',
  role: 'customer',
  body: z.strictObject({ current_password: givenPassword, new_password: newPassword }),
  status: 204,
  reply: nothing,
  problems: ['wrong_password'],
})
