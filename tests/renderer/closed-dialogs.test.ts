import type { Component } from 'svelte'
import { expect, test } from 'vitest'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import NewKeyDialog from '../../renderer/api-keys/NewKeyDialog.svelte'
import AssignDialog from '../../renderer/books/AssignDialog.svelte'
import NewBookDialog from '../../renderer/books/NewBookDialog.svelte'
import VoidRest from '../../renderer/books/VoidRest.svelte'
import TakeDialog from '../../renderer/coupons/TakeDialog.svelte'
import AddMembersDialog from '../../renderer/pools/AddMembersDialog.svelte'
import PoolDialog from '../../renderer/pools/PoolDialog.svelte'
import AnonymiseUser from '../../renderer/users/AnonymiseUser.svelte'
import EditUserDialog from '../../renderer/users/EditUserDialog.svelte'
import NewUserDialog from '../../renderer/users/NewUserDialog.svelte'
import { createApiKey } from '../../server/contracts/api-keys.ts'
import { createBook, listBooks } from '../../server/contracts/books.ts'
import { voidBook } from '../../server/contracts/codes.ts'
import type { Contract } from '../../server/contracts/contract.ts'
import { assignRandom } from '../../server/contracts/coupons.ts'
import { addPoolUsers, createPool } from '../../server/contracts/pools.ts'
import { getSettings } from '../../server/contracts/settings.ts'
import { anonymiseUser, createUser, updateUser } from '../../server/contracts/users.ts'
import { gate, network, Refusal } from './network.ts'
import { ada, ana, apiKey, book, coupon, page, pool, settings } from './store.ts'
import { atPlace, dialog, logInAs } from './till-support.ts'
import { hearGoodNews, hearRefusals } from './told.ts'

/** What is asked in a dialog is answered when that was closed already. */

atPlace('/books')

const fill = (label: string, text: string) => dialog().getByRole('textbox', { name: label }).fill(text)

interface Question {
  Dialog: unknown
  props?: Record<string, unknown>
  asks: Contract
  /** Up to the press that sends it. */
  type?: () => Promise<void>
  send: string | RegExp
}

const questions = {
  'a new API key': {
    Dialog: NewKeyDialog,
    asks: createApiKey,
    type: () => fill('Name', 'Web shop'),
    send: 'Make the key',
  },
  'coupons to give': {
    Dialog: AssignDialog,
    props: { book: book(), user: ana },
    asks: assignRandom,
    send: 'Give 1 coupon to Ana',
  },
  'a new book': {
    Dialog: NewBookDialog,
    asks: createBook,
    type: () => fill('Name', 'Spring'),
    send: 'Make the book',
  },
  'the rest of a book to void': {
    Dialog: VoidRest,
    props: { book: book() },
    asks: voidBook,
    type: () => fill('Reason', 'The offer is over'),
    send: 'Void 4 codes',
  },
  'a coupon to take': { Dialog: TakeDialog, asks: assignRandom, send: 'Take one of Summer reading' },
  'members to add': {
    Dialog: AddMembersDialog,
    props: { pool: pool() },
    asks: addPoolUsers,
    type: async () => {
      await dialog().getByRole('tab', { name: 'Paste e-mail addresses' }).click()
      await fill('E-mail addresses', 'ana@mail.example')
    },
    send: 'Add 1 address',
  },
  'a new pool': {
    Dialog: PoolDialog,
    asks: createPool,
    type: () => fill('Name', 'Regulars'),
    send: 'Make the pool',
  },
  'a person to anonymise': {
    Dialog: AnonymiseUser,
    props: { user: ana },
    asks: anonymiseUser,
    type: () => fill('Type the name to confirm: Ana', 'Ana'),
    send: 'Anonymise for good',
  },
  'an account to change': {
    Dialog: EditUserDialog,
    props: { user: ana },
    asks: updateUser,
    type: () => fill('Name', 'Eva'),
    send: 'Save the changes',
  },
  'a new account': {
    Dialog: NewUserDialog,
    props: { roles: ['customer'] },
    asks: createUser,
    type: async () => {
      await fill('Name', 'Eva')
      await fill('E-mail', 'eva@mail.example')
    },
    send: 'Make the account',
  },
} satisfies Record<string, Question>

/** A dialog that was closed between its question and the answer. */
async function closeWhileSending({ Dialog, props, asks, type, send }: Question, reply: () => unknown) {
  const answer = gate()
  const server = network()
  server.on(listBooks, () => page(book({ self_service: true })))
  server.on(getSettings, () => settings)
  server.on(asks, async () => {
    await answer.opened
    return reply()
  })
  logInAs(ada)
  const done = (): void => undefined
  await render(Dialog as Component<Record<string, unknown>>, {
    open: true,
    ...{ onMade: done, onAssigned: done, onVoided: done, onAdded: done, onSaved: done, onAnonymised: done },
    ...props,
  })
  await type?.()
  await dialog().getByRole('button', { name: send }).click()
  await expect.poll(() => server.of(asks)).toHaveLength(1)
  await dialog().getByRole('button', { name: 'Close' }).click()
  await expect.element(dialog()).not.toBeInTheDocument()
  answer.open()
}

test.for(Object.entries(questions))(
  'a refusal of %s that comes when its dialog is closed is told',
  async ([, question]) => {
    const told = hearRefusals()
    await closeWhileSending(question, () => new Refusal('too_many_requests'))
    await expect.poll(told).toEqual(['Too many attempts'])
  },
)

test('a key that comes when its dialog is closed is shown all the same: it is seen nowhere else', async () => {
  const key = 'cup_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'
  await closeWhileSending(questions['a new API key'], () => ({ ...apiKey(), key }))
  await expect.element(dialog().getByLabelText('API key', { exact: true })).toHaveValue(key)
})

test('a password that is set when its dialog is closed is shown all the same', async () => {
  const { type, ...question } = questions['a new account']
  const typeAll = async (): Promise<void> => {
    await type()
    await dialog()
      .getByLabelText(/^Password/)
      .fill('moss-lantern-42')
  }
  await closeWhileSending({ ...question, type: typeAll }, () => ({ ...ana, name: 'Eva' }))
  await expect.element(dialog().getByLabelText('Password', { exact: true })).toHaveValue('moss-lantern-42')
})

test('coupons that are given when their dialog is closed are told', async () => {
  const told = hearGoodNews()
  await closeWhileSending(questions['coupons to give'], () => ({ assigned_count: 1, coupons: [coupon()] }))
  await expect.poll(told).toEqual(['1 coupon given to Ana'])
})
