import { desktopProgram, onServer, settings } from './desktop-bridge.ts'
import { describe, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import SetUpScreen from '../../renderer/auth/SetUpScreen.svelte'
import SettingsScreen from '../../renderer/settings/SettingsScreen.svelte'
import { setUp } from '../../server/contracts/auth.ts'
import type { User } from '../../server/contracts/users.ts'
import { network } from './network.ts'
import { ana, luis, marta } from './store.ts'
import { atPlace, logInAs } from './till-support.ts'

atPlace('/settings')

type Given = Parameters<typeof desktopProgram>[0]

const ada: User = { ...marta, id: 9, name: 'Ada', role: 'admin' }

async function openSettings(viewer: User, given: Given = {}) {
  network()
  const program = desktopProgram(given)
  logInAs(viewer)
  await render(SettingsScreen)
  await expect.element(browser.getByRole('heading', { name: 'Settings' })).toBeVisible()
  return program
}

const card = (name: string) => browser.getByRole('region', { name })
const button = (name: string) => browser.getByRole('button', { name, exact: true })
const port = () => browser.getByLabelText('Port of the console and the API')

describe('the settings of this computer', () => {
  test.for([
    ['a customer', ana],
    ['staff', luis],
  ] as const)('are not even asked for by %s', async ([, viewer]) => {
    const program = await openSettings(viewer)
    await expect.element(card('Appearance')).toBeVisible()
    expect(card('This computer').query()).toBeNull()
    expect(card('Connection').query()).toBeNull()
    expect(program.of('settings')).toEqual([])
  })

  test.for([
    ['a manager, but for where the data is', marta, false],
    ['an administrator', ada, true],
  ] as const)('are shown to %s', async ([, viewer, connection]) => {
    await openSettings(viewer)
    await expect.element(card('This computer')).toBeVisible()
    expect(card('Connection').query() !== null).toBe(connection)
  })

  test('that cannot be read say why, and are read again on request', async () => {
    let works = false
    await openSettings(ada, {
      settings: async () => {
        if (!works) throw new Error('Cuponera is closing.')
        return settings()
      },
    })
    await expect.element(browser.getByRole('alert')).toHaveTextContent('Cuponera is closing.')
    works = true
    await button('Try again').click()
    await expect.element(card('Connection')).toBeVisible()
  })

  test.for([
    ['here', settings(), true],
    ['on a server', onServer(), false],
  ] as const)('tell the versions, and the folder of the data: it lies %s', async ([, kept, isHere]) => {
    await openSettings(marta, { settings: async () => kept })
    await expect.element(card('This computer').getByText('45.4.1')).toBeVisible()
    expect(card('This computer').getByText('/home/ana/Cuponera').query() !== null).toBe(isHere)
  })
})

describe('the connection', () => {
  test('is told in a line, and opened and left without a change', async () => {
    const program = await openSettings(ada, { settings: async () => onServer() })
    await expect.element(card('Connection')).toHaveTextContent('shop on db.store.example')
    await button('Change the connection').click()
    await expect.element(browser.getByRole('radio', { name: 'A Postgres server' })).toHaveFocus()
    await browser.getByLabelText('Host').fill('other.example')
    await button('Leave it as it is').click()
    await expect.element(button('Change the connection')).toHaveFocus()
    await expect.element(card('Connection')).toHaveTextContent('shop on db.store.example')
    expect(program.of('changeConnection')).toEqual([])
  })

  test('that the environment fixes is not claimed to be what is set here, which can be looked at', async () => {
    await openSettings(ada, {
      settings: async () => onServer({ fixed_by_environment: { connection: true, port: true } }),
    })
    await expect.element(card('Connection')).toHaveTextContent('DATABASE_URL')
    await expect.element(card('Connection')).not.toHaveTextContent('db.store.example')
    await button('Show the connection').click()
    await expect.element(browser.getByLabelText('Host')).toHaveValue('db.store.example')
    await button('Back').click()
    await expect.element(button('Show the connection')).toBeVisible()
  })
})

describe('the port', () => {
  test.for(['80', '70000', 'none', '4780.5'])('is not sent as %s', async (text) => {
    const program = await openSettings(marta)
    await port().fill(text)
    await button('Save the port').click()
    await expect.element(browser.getByText('A number from 1024 to 65535, or nothing.')).toBeVisible()
    expect(program.of('changePort')).toEqual([])
  })

  test('that is refused says why and stays typed', async () => {
    const sentence = { says: 'other_port_taken', port: 4790 } as const
    await openSettings(marta, {
      changePort: async () => ({
        outcome: 'refused',
        check: { ok: false, problem: 'failed', sentence, detail: '' },
      }),
    })
    await port().fill('4790')
    await button('Save the port').click()
    await expect.element(browser.getByRole('alert')).toHaveTextContent(/Nothing was changed.*4790 is taken/)
    await expect.element(port()).toHaveValue('4790')
  })

  test('is saved as a number, or as none for the usual one', async () => {
    const program = await openSettings(marta, { settings: async () => settings({ port: 4790 }) })
    await port().fill('')
    await button('Save the port').click()
    await expect.element(browser.getByText('Saved. The server starts again')).toBeVisible()
    expect(program.of('changePort')).toEqual([null])
  })

  test('that the environment fixes is off, with the reason', async () => {
    await openSettings(marta, {
      settings: async () => settings({ port: 4790, fixed_by_environment: { connection: false, port: true } }),
    })
    await expect.element(port()).toBeDisabled()
    await expect.element(browser.getByText(/CUPONERA_PORT/)).toBeVisible()
    expect(button('Save the port').query()).toBeNull()
  })
})

describe('starting at login', () => {
  const choice = () => browser.getByLabelText('Start Cuponera when I log in to this computer')

  test('is offered only where the system can do it', async () => {
    await openSettings(marta, { settings: async () => settings({ can_start_at_login: false }) })
    await expect.element(port()).toBeVisible()
    expect(choice().query()).toBeNull()
  })

  test('is switched at once, and shown as the system has it', async () => {
    let on = false
    const program = await openSettings(marta, {
      settings: async () => settings({ start_at_login: on }),
      setStartAtLogin: async (wanted) => void (on = wanted),
    })
    await choice().click()
    await expect.element(choice()).toBeChecked()
    await choice().click()
    await expect.element(choice()).not.toBeChecked()
    expect(program.of('setStartAtLogin')).toEqual([true, false])
  })

  test('that the system refuses stays as it was, with the reason', async () => {
    await openSettings(marta, {
      setStartAtLogin: () => Promise.reject(new Error('The system does not allow it.')),
    })
    await choice().click()
    await expect.element(browser.getByText('The system does not allow it.')).toBeVisible()
    await expect.element(choice()).not.toBeChecked()
  })
})

test('the logs open, and a restart asks first', async () => {
  const program = await openSettings(marta)
  await button('Open the logs').click()
  await expect.poll(() => program.of('openLogs')).toHaveLength(1)
  await button('Restart Cuponera').click()
  const dialog = browser.getByRole('dialog')
  await expect.element(dialog).toHaveTextContent('in the middle of a sale')
  expect(program.of('restart')).toEqual([])
  await dialog.getByRole('button', { name: 'Restart Cuponera' }).click()
  await expect.poll(() => program.of('restart')).toHaveLength(1)
})

describe('a new store', () => {
  async function openSetUp(given: Given = {}) {
    const server = network()
    server.on(setUp, () => {
      throw new Error('nobody sent it')
    })
    const program = desktopProgram(given)
    await render(SetUpScreen)
    return program
  }

  test('says where its data is, and may have it on a server; nothing typed is lost on the way', async () => {
    const program = await openSetUp()
    await expect.element(browser.getByText('The data is on this computer.')).toBeVisible()
    await browser.getByLabelText('Your name').fill('Ada')
    await button('Use a Postgres server instead').click()
    await expect.element(browser.getByRole('heading', { name: 'Where is the data?' })).toBeVisible()
    await browser.getByLabelText('Host').fill('db.example')
    await browser.getByLabelText('User').fill('till')
    await button('Leave it as it is').click()
    await expect.element(browser.getByLabelText('Your name')).toHaveValue('Ada')
    await button('Use a Postgres server instead').click()
    await browser.getByLabelText('Host').fill('db.example')
    await browser.getByLabelText('User').fill('till')
    await button('Save and go on').click()
    await expect
      .poll(() => program.of('changeConnection'))
      .toMatchObject([{ kind: 'server', host: 'db.example', user: 'till' }])
  })

  test('on a server names it', async () => {
    await openSetUp({ settings: async () => onServer() })
    await expect.element(browser.getByText('The data is in shop on db.store.example.')).toBeVisible()
    await expect.element(button('Change this')).toBeVisible()
  })

  test('whose place the environment fixes says nothing of it, and offers no other', async () => {
    const program = await openSetUp({
      settings: async () => settings({ fixed_by_environment: { connection: true, port: false } }),
    })
    await expect.poll(() => program.of('settings')).toHaveLength(1)
    await expect.element(browser.getByLabelText('Your name')).toBeVisible()
    expect(browser.getByText(/The data is/).query()).toBeNull()
  })
})
