import type { Component } from 'svelte'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import BooksScreen from '../../renderer/books/BooksScreen.svelte'
import DistributeScreen from '../../renderer/distributions/DistributeScreen.svelte'
import GenerateScreen from '../../renderer/generate/GenerateScreen.svelte'
import ImportScreen from '../../renderer/imports/ImportScreen.svelte'
import PoolsScreen from '../../renderer/pools/PoolsScreen.svelte'
import { navigate } from '../../renderer/state/router.svelte.ts'
import { forget } from '../../renderer/state/session.svelte.ts'
import { clearToasts } from '../../renderer/state/toasts.ts'
import Toaster from '../../renderer/ui/Toaster.svelte'
import CustomersScreen from '../../renderer/users/CustomersScreen.svelte'
import { createBook, getBook, listBooks } from '../../server/contracts/books.ts'
import { generateCodes } from '../../server/contracts/codes.ts'
import { distribute } from '../../server/contracts/distributions.ts'
import { getGeneration } from '../../server/contracts/generations.ts'
import { getImport, uploadCodes } from '../../server/contracts/imports.ts'
import { createPool, getPool, listPools } from '../../server/contracts/pools.ts'
import { getSettings } from '../../server/contracts/settings.ts'
import { createUser, listUsers } from '../../server/contracts/users.ts'
import { choose, importButton } from './import-support.ts'
import { gate, network, type Asked } from './network.ts'
import {
  ada,
  ana,
  book,
  distribution,
  generation,
  importReport,
  job,
  marta,
  page,
  pool,
  settings,
} from './store.ts'
import { atPlace, button, dialog, logInAs } from './till-support.ts'
import { uploads } from './uploads.ts'

/** What takes its time is begun, and the answer with its number comes when the person is elsewhere. */

atPlace('/till')

const isTrial = ({ body, query }: Asked): boolean =>
  query['dry_run'] === 'true' || (body as { dry_run?: boolean } | undefined)?.dry_run === true

interface Beginning {
  Screen: unknown
  props?: Record<string, unknown>
  at: string
  begin: () => Promise<void>
  told: string
  /** Where its progress is seen. */
  leadsTo: string
  /** The same screen with something else on it. */
  other: string
}

const beginnings: Record<string, Beginning> = {
  'a generation': {
    Screen: GenerateScreen,
    props: { id: '7' },
    at: '/books/7/generate',
    begin: async () => {
      await browser.getByLabelText('How many').fill('1000')
      await button('Make 1,000 codes').click()
    },
    told: 'The codes are being made',
    leadsTo: '/books/7/generate?job=8',
    other: '/books/7/generate?job=3',
  },
  'a distribution': {
    Screen: DistributeScreen,
    at: '/distribute?book=7&pool=5',
    begin: () => button('Give 37 codes to 37 people').click(),
    told: 'The codes are being given',
    leadsTo: '/distributions/12',
    other: '/distribute?book=7&pool=5&each=2',
  },
  'an import': {
    Screen: ImportScreen,
    props: { id: '7' },
    at: '/books/7/import',
    begin: async () => {
      await choose('code\nAB01\n')
      await importButton().click()
    },
    told: '“codes.csv” is being imported',
    leadsTo: '/books/7/import?import=5',
    other: '/books/7/import?import=3',
  },
}

async function makeNew(open: string, fields: Record<string, string>, send: string): Promise<void> {
  await button(open).click()
  for (const [label, text] of Object.entries(fields))
    await dialog().getByRole('textbox', { name: label }).fill(text)
  await dialog().getByRole('button', { name: send }).click()
}

const dialogs: Record<string, Beginning> = {
  'a new book': {
    Screen: BooksScreen,
    at: '/books',
    begin: () => makeNew('New book', { Name: 'Summer' }, 'Make the book'),
    told: '“Summer reading” has been added',
    leadsTo: '/books/7',
    other: '/books?q=spring',
  },
  'a new pool': {
    Screen: PoolsScreen,
    at: '/pools',
    begin: () => makeNew('New pool', { Name: 'Regulars' }, 'Make the pool'),
    told: '“Regulars” has been added',
    leadsTo: '/pools/5',
    other: '/pools?q=friends',
  },
  'a new customer': {
    Screen: CustomersScreen,
    at: '/customers',
    begin: () => makeNew('New customer', { Name: 'Ana', 'E-mail': 'ana@mail.example' }, 'Make the account'),
    told: '“Ana” has been added',
    leadsTo: '/customers/3',
    other: '/customers?q=jon',
  },
}

const address = () => window.location.pathname + window.location.search
const news = () => browser.getByRole('listitem').filter({ has: button('Go there') })

let answer = gate()
let begun: Asked[]
beforeEach(() => {
  answer = gate()
  begun = []
})
// While there is something that shows them: what was told goes with that alone.
afterEach(async () => {
  clearToasts()
  await expect.poll(() => news().query()).toBeNull()
})

/** Begins it, and stays there until the request is on its way. */
async function begin({ Screen, props, at, begin }: Beginning) {
  const server = network()
  uploads()
  server.on(getBook, () => book())
  server.on(getPool, () => ({ ...pool({ user_count: 37 }), users: [] }))
  server.on(listBooks, () => page(book()))
  server.on(listPools, () => page(pool()))
  server.on(listUsers, () => page(ana))
  server.on(getSettings, () => settings)
  server.on(getGeneration, () => generation({ state: 'running' }))
  server.on(getImport, () => importReport({ state: 'running' }))
  const held =
    <T>(trial: T, made: T) =>
    async (asked: Asked): Promise<T> => {
      if (isTrial(asked)) return trial
      begun.push(asked)
      await answer.opened
      return made
    }
  const running = { state: 'running' as const, finished_at: null }
  const codes = { book_id: 7, codes_created: 0, job: job(running) }
  server.on(generateCodes, held(codes, codes))
  server.on(distribute, held(distribution({ id: 0 }), distribution(running)))
  server.on(createBook, held(book(), book()))
  server.on(createPool, held(pool(), pool()))
  server.on(createUser, held(ana, ana))
  server.on(uploadCodes, held(importReport(), importReport(running)))
  logInAs(marta)
  navigate(at, { replace: true })
  await render(Toaster, { theme: 'light' })
  const screen = await render(Screen as Component<Record<string, unknown>>, props ?? {})
  await begin()
  await expect.poll(() => begun).toHaveLength(1)
  return screen
}

describe.for(Object.entries({ ...beginnings, ...dialogs }))('%s', ([, beginning]) => {
  const { props, at, told, leadsTo, other } = beginning

  test('moves nobody who has left its screen, and says so with the way to it, by keys alone as well', async () => {
    const screen = await begin(beginning)
    navigate('/till')
    // What an address says of its screen goes with the address.
    if (props) await screen.rerender({ id: undefined })
    await screen.unmount()
    answer.open()
    await expect.element(news()).toHaveTextContent(told)
    expect(address()).toBe('/till')
    const way = news().getByRole('button', { name: 'Go there' })
    for (let tabs = 0; document.activeElement !== way.element() && tabs < 5; tabs += 1) await userEvent.tab()
    await userEvent.keyboard('{Enter}')
    expect(address()).toBe(leadsTo)
    await expect.poll(() => news().query()).toBeNull()
  })

  test('leaves alone who has turned its screen to something else', async () => {
    await begin(beginning)
    navigate(other)
    answer.open()
    await expect.element(news()).toHaveTextContent(told)
    expect(address()).toBe(other)
  })

  test('leaves alone who has come back to its screen, for another one', async () => {
    const screen = await begin(beginning)
    navigate('/till')
    await screen.unmount()
    navigate(at)
    answer.open()
    await expect.element(news()).toHaveTextContent(told)
    expect(address()).toBe(at)
  })

  test('leads on whoever has stayed, and says nothing beside the screen', async () => {
    await begin(beginning)
    answer.open()
    await expect.poll(address).toBe(leadsTo)
    expect(news().query()).toBeNull()
  })
})

test.for(Object.entries(dialogs))('%s leaves alone who has closed its dialog', async ([, beginning]) => {
  await begin(beginning)
  await dialog().getByRole('button', { name: 'Close' }).click()
  await expect.element(dialog()).not.toBeInTheDocument()
  answer.open()
  await expect.element(news()).toHaveTextContent(beginning.told)
  expect(address()).toBe(beginning.at)
})

test('what somebody has begun is told to nobody who logs in after them', async () => {
  const [generation] = Object.values(beginnings)
  if (!generation) throw new Error('nothing to begin')
  const screen = await begin(generation)
  await screen.unmount()
  forget()
  logInAs(ada)
  answer.open()
  await new Promise((resolve) => setTimeout(resolve))
  await expect.poll(() => news().query()).toBeNull()
  expect(address()).toBe(generation.at)
})

test('what was told goes with the person it was told to', async () => {
  const [generation] = Object.values(beginnings)
  if (!generation) throw new Error('nothing to begin')
  const screen = await begin(generation)
  await screen.unmount()
  answer.open()
  await expect.element(news()).toBeVisible()
  forget()
  await expect.poll(() => news().query()).toBeNull()
})
