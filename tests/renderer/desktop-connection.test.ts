import { desktopProgram, held, onServer, refusedCheck, settings } from './desktop-bridge.ts'
import { describe, expect, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import { desktop } from '../../renderer/desktop/bridge.ts'
import type { Occasion } from '../../renderer/desktop/connection-draft.ts'
import ConnectionForm from '../../renderer/desktop/ConnectionForm.svelte'
import { desktopWords } from '../../renderer/words/desktop.ts'
import type {
  ConnectionCheck,
  ConnectionProblem,
  DesktopSettings,
  SettingsChange,
} from '../../server/contracts/desktop.ts'

type Given = Parameters<typeof desktopProgram>[0]

async function openForm(
  kept: DesktopSettings = onServer(),
  given: Given = {},
  occasion: Occasion = 'at_work',
) {
  if (!desktop) throw new Error('there is no bridge')
  const program = desktopProgram(given)
  await render(ConnectionForm, { desktop, settings: kept, occasion })
  return program
}

const button = (name: string) => browser.getByRole('button', { name })
const field = (name: string) => browser.getByLabelText(name, { exact: true })
const kind = (name: string) => browser.getByRole('radio', { name })
const tryIt = () => button('Test connection').click()
const save = () => button('Save and restart the server').click()

const typed = { host: 'db.example', port: '6543', database: 'store', user: 'luis', password: 'secret words' }

async function fillServer(): Promise<void> {
  await kind('A Postgres server').click()
  await field('Host').fill(typed.host)
  await field('Port').fill(typed.port)
  await field('Database').fill(typed.database)
  await field('User').fill(typed.user)
  await field('Password').fill(typed.password)
}

async function expectNothingLost(): Promise<void> {
  await expect.element(field('Host')).toHaveValue(typed.host)
  await expect.element(field('Port')).toHaveValue(typed.port)
  await expect.element(field('Database')).toHaveValue(typed.database)
  await expect.element(field('User')).toHaveValue(typed.user)
  await expect.element(field('Password')).toHaveValue(typed.password)
}

describe('a server', () => {
  test('without its host, its user or a port that exists is not asked, and each field says why', async () => {
    const program = await openForm(settings())
    await kind('A Postgres server').click()
    await field('Port').fill('70000')
    await tryIt()
    await expect.element(browser.getByText('Type the server’s name or address.')).toBeVisible()
    await expect.element(browser.getByText('Type the name of the user.')).toBeVisible()
    await expect.element(browser.getByText('A number from 1 to 65535.')).toBeVisible()
    await field('Port').fill('5432x')
    await save()
    await expect.element(browser.getByText('A number from 1 to 65535.')).toBeVisible()
    expect([program.of('testConnection'), program.of('changeConnection')]).toEqual([[], []])
  })

  test('goes to the program as it was typed, with its proof asked for unless said otherwise', async () => {
    const program = await openForm(settings())
    await fillServer()
    await save()
    await expect
      .poll(() => program.of('changeConnection'))
      .toEqual([{ kind: 'server', ...typed, port: 6543, tls: 'verify', ca_file: null }])
  })

  test('is trusted by a file of certificates where it has to prove itself, and only there', async () => {
    const program = await openForm(onServer(), { chooseCaFile: async () => '/home/ana/own-ca.pem' })
    await field('Encryption (TLS)').selectOptions('Encrypted and checked')
    await button('Choose a file…').click()
    await expect.element(browser.getByText('own-ca.pem')).toBeVisible()
    await tryIt()
    await field('Encryption (TLS)').selectOptions('Encrypted, not checked')
    expect(browser.getByText('own-ca.pem').query()).toBeNull()
    await tryIt()
    await field('Encryption (TLS)').selectOptions('Encrypted and checked')
    await button('Use the system’s alone').click()
    await tryIt()
    await expect
      .poll(() => program.of('testConnection'))
      .toMatchObject([
        { tls: 'verify', ca_file: '/home/ana/own-ca.pem' },
        { tls: 'require', ca_file: null },
        { tls: 'verify', ca_file: null },
      ])
  })

  test('keeps its file when the dialog is left without one', async () => {
    const answers = ['/home/ana/own-ca.pem', null]
    await openForm(onServer(), { chooseCaFile: async () => answers.shift() ?? null })
    await field('Encryption (TLS)').selectOptions('Encrypted and checked')
    await button('Choose a file…').click()
    await expect.element(browser.getByText('own-ca.pem')).toBeVisible()
    await button('Choose a file…').click()
    await expect.poll(() => answers).toEqual([])
    await expect.element(browser.getByText('own-ca.pem')).toBeVisible()
  })

  test('is warned of where the system keeps no secrets', async () => {
    await openForm(onServer({ keeps_secrets: false }))
    await expect.element(browser.getByText('This system has no key ring')).toBeVisible()
  })
})

describe('the password that is kept', () => {
  test('is used without being shown', async () => {
    const program = await openForm()
    await expect.element(browser.getByLabelText('Use the password that is kept')).toBeChecked()
    expect(field('Password').query()).toBeNull()
    await tryIt()
    await expect.poll(() => program.of('testConnection')).toMatchObject([{ password: null }])
  })

  test('gives way to another one', async () => {
    const program = await openForm()
    await browser.getByLabelText('Use the password that is kept').click()
    await field('Password').fill('another')
    await tryIt()
    await expect.poll(() => program.of('testConnection')).toMatchObject([{ password: 'another' }])
  })

  test.for([
    ['Host', 'elsewhere.example'],
    ['Port', '5433'],
    ['User', 'somebody'],
  ] as const)('is never sent to another server or user: %s', async ([label, value]) => {
    const program = await openForm()
    await field(label).fill(value)
    await expect.element(field('Password')).toBeVisible()
    await tryIt()
    await expect.poll(() => program.of('testConnection')).toMatchObject([{ password: '' }])
  })
})

describe('a test of the connection', () => {
  test.for(Object.entries(desktopWords.connectionTitles) as [ConnectionProblem, string][])(
    'that finds %s says “%s”, why, and on request what the system said; nothing typed is lost',
    async ([problem, title]) => {
      const check = { ...refusedCheck, problem, detail: 'SQLSTATE 00000' }
      await openForm(settings(), { testConnection: async () => check })
      await fillServer()
      await tryIt()
      const alert = browser.getByRole('alert')
      await expect.element(alert).toHaveTextContent(title)
      await expect.element(alert).toHaveTextContent('Check the user “luis”')
      await expect.element(alert.getByText('SQLSTATE')).not.toBeVisible()
      await alert.getByText('What the system said').click()
      await expect.element(alert.getByText('SQLSTATE')).toBeVisible()
      await expectNothingLost()
    },
  )

  test('that succeeds says which server answers, beside the button, until something is changed', async () => {
    await openForm()
    await tryIt()
    const news = browser.getByText('PostgreSQL 16.4 answers')
    await expect.element(news).toBeVisible()
    await field('Database').fill('another')
    expect(news.query()).toBeNull()
  })

  test('says that it asks, and of an answer to what has been changed meanwhile nothing', async () => {
    const { answer, give } = held<ConnectionCheck>()
    await openForm(onServer(), { testConnection: answer })
    await tryIt()
    await expect.element(browser.getByText('Asking the server.')).toBeVisible()
    await field('Database').fill('another')
    give({ ok: true, server: 'PostgreSQL 16.4' })
    await expect.element(button('Test connection')).not.toHaveAttribute('aria-busy')
    expect(browser.getByText('PostgreSQL 16.4 answers').query()).toBeNull()
  })

  test('that the program itself cannot do shows its words', async () => {
    await openForm(onServer(), { testConnection: () => Promise.reject(new Error('Cuponera is closing.')) })
    await tryIt()
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Cuponera is closing.')
  })
})

describe('a change', () => {
  test.for([
    [
      'for the connection’s sake',
      { outcome: 'refused', check: refusedCheck },
      /refused the log-in.*Nothing was/,
    ],
    [
      'for another reason',
      {
        outcome: 'refused',
        check: { ...refusedCheck, problem: 'failed', sentence: { says: 'import_running' } },
      },
      /^Nothing was changed\.\s*An import is running\./,
    ],
    [
      'without a key ring',
      { outcome: 'no_key_ring' },
      /no key ring.*Set up GNOME Keyring or KWallet.*Nothing was/,
    ],
  ] as const satisfies [string, SettingsChange, RegExp][])(
    'that is refused %s says so, loses nothing, and can be made once more',
    async ([, refusal, words]) => {
      const program = await openForm(settings(), { changeConnection: async () => refusal })
      await fillServer()
      await save()
      await expect.element(browser.getByRole('alert')).toHaveTextContent(words)
      await expectNothingLost()
      await save()
      await expect.poll(() => program.of('changeConnection')).toHaveLength(2)
    },
  )

  test.for([
    ['at_work', true],
    ['not_started', false],
    ['first_run', false],
  ] as const)('warns of whoever may be in the middle of a sale: %s', async ([occasion, warns]) => {
    await openForm(settings(), {}, occasion)
    await expect.element(kind('This computer')).toBeVisible()
    expect(browser.getByText(/in the middle of a sale/).query() !== null).toBe(warns)
  })

  test('of the place says that nothing is copied', async () => {
    await openForm()
    expect(browser.getByText(/Nothing is copied/).query()).toBeNull()
    await kind('This computer').click()
    await expect.element(browser.getByText(/Nothing is copied/)).toBeVisible()
    await expect.element(browser.getByText('/home/ana/Cuponera')).toBeVisible()
  })

  test('to and fro between the kinds loses nothing', async () => {
    await openForm(settings())
    await fillServer()
    await kind('This computer').click()
    await kind('A Postgres server').click()
    await expectNothingLost()
  })

  test('that is saved says so, and nothing can be changed until the console opens', async () => {
    const program = await openForm()
    await save()
    await expect.element(browser.getByText('Saved. The server starts again')).toBeVisible()
    await expect.element(field('Host')).toBeDisabled()
    button('Save and restart the server')
      .element()
      .dispatchEvent(new MouseEvent('click', { bubbles: true }))
    expect(program.of('changeConnection')).toHaveLength(1)
  })

  test('is made by keyboard alone', async () => {
    const program = await openForm(settings())
    await expect.element(kind('This computer')).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(kind('A Postgres server')).toBeChecked()
    await userEvent.keyboard('{Tab}db.example{Tab}{Tab}{Tab}luis{Tab}secret{Enter}')
    await expect
      .poll(() => program.of('changeConnection'))
      .toMatchObject([{ host: 'db.example', port: 5432, user: 'luis', password: 'secret' }])
  })
})

test('what the environment fixes is shown and off, with the reason', async () => {
  await openForm(onServer({ fixed_by_environment: { connection: true, port: false } }))
  await expect.element(browser.getByText(/DATABASE_URL/)).toBeVisible()
  await expect.element(field('Host')).toHaveValue('db.store.example')
  await expect.element(field('Host')).toBeDisabled()
  await expect.element(kind('This computer')).toBeDisabled()
  expect(button('Save and restart the server').query()).toBeNull()
  expect(button('Test connection').query()).toBeNull()
})
