import { describe, expect, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import SettingsScreen from '../../renderer/settings/SettingsScreen.svelte'
import { daysOf, lockSecondsOf, originOf } from '../../renderer/settings/store-draft.ts'
import StoreSettingsScreen from '../../renderer/settings/StoreSettingsScreen.svelte'
import { tellHint } from '../../renderer/state/live.svelte.ts'
import { store } from '../../renderer/state/store.svelte.ts'
import { zoneName } from '../../renderer/ui/zone.ts'
import { getSettings, updateSettings, type Settings } from '../../server/contracts/settings.ts'
import type { User } from '../../server/contracts/users.ts'
import { network, Refusal } from './network.ts'
import { ada, ana, marta } from './store.ts'
import { atPlace, button, logInAs } from './till-support.ts'

atPlace('/settings/store')

const settings = (over: Partial<Settings> = {}): Settings => ({
  store_name: 'La Tienda',
  time_zone: 'Europe/Madrid',
  default_lock_seconds: 300,
  allow_registration: false,
  allowed_origins: ['https://shop.example'],
  retention: { audit_events: null, idempotency_keys: 31, jobs: null },
  ...over,
})

async function openStore(viewer: User = ada, over: Partial<Settings> = {}) {
  const server = network()
  let now = settings(over)
  server.on(getSettings, () => now)
  server.on(updateSettings, ({ body }) => (now = { ...now, ...(body as Partial<Settings>) }))
  logInAs(viewer)
  await render(StoreSettingsScreen)
  await expect.element(browser.getByRole('heading', { name: 'Name and place' })).toBeVisible()
  return {
    ...server,
    /** A colleague saves something. */
    becomes: (changes: Partial<Settings>) => {
      now = { ...now, ...changes }
      tellHint({ type: 'settings' })
    },
  }
}

const nameField = () => browser.getByLabelText('Name', { exact: true })
const region = (name: string) => browser.getByRole('region', { name })
const save = (name: string) => region(name).getByRole('button', { name: 'Save' })

describe('the parts of the settings', () => {
  test.for([
    ['a customer', ana, []],
    ['a manager', marta, ['You', 'Store']],
    ['an administrator', ada, ['You', 'Store', 'Team', 'API keys']],
  ] as const)('are found by those who may open them: %s', async ([, viewer, parts]) => {
    network()
    logInAs(viewer)
    await render(SettingsScreen)
    const links = browser.getByRole('navigation', { name: 'Settings' }).getByRole('link').elements()
    expect(links.map((link) => link.textContent)).toEqual(parts)
  })
})

describe('the store’s settings', () => {
  test('that cannot be read say why, and are read again on request', async () => {
    const server = network()
    let answers = false
    server.on(getSettings, () => (answers ? settings() : new Refusal('busy')))
    logInAs(ada)
    await render(StoreSettingsScreen)
    await expect.element(browser.getByRole('alert')).toHaveTextContent('very busy')
    answers = true
    await button('Try again').click()
    await expect.element(nameField()).toHaveValue('La Tienda')
  })

  test('are a manager’s to see and not to change', async () => {
    await openStore(marta)
    await expect.element(browser.getByText('An administrator changes these')).toBeVisible()
    await expect.element(nameField()).toBeDisabled()
    await expect.element(browser.getByRole('combobox', { name: 'Time zone' })).toBeDisabled()
    await expect.element(browser.getByText('https://shop.example')).toBeVisible()
    expect(button(/Save|Add|Remove/).elements()).toEqual([])
  })

  test('are not sent with a lock, a name or days that cannot be', async () => {
    const server = await openStore()
    await nameField().fill(' ')
    await save('Name and place').click()
    await expect.element(browser.getByText('Give the store a name.')).toBeVisible()
    await browser.getByLabelText('Minutes').fill('61')
    await save('At the till').click()
    await expect.element(browser.getByText('A lock lasts from 1 second to 60 minutes.')).toBeVisible()
    await browser.getByLabelText('Days', { exact: true }).fill('0')
    await save('How long things are kept').click()
    await expect.element(browser.getByText(/Type a whole number of days/)).toBeVisible()
    expect(server.of(updateSettings)).toEqual([])
  })

  test('that the server refuses say so at their field, and keep what was typed', async () => {
    const server = await openStore()
    server.on(
      updateSettings,
      () =>
        new Refusal('validation_failed', { errors: [{ path: 'store_name', message: 'must not be empty' }] }),
    )
    await nameField().fill('El Mercado')
    await save('Name and place').click()
    await expect.element(browser.getByText('must not be empty')).toBeVisible()
    await expect.element(nameField()).toHaveValue('El Mercado')
  })

  test('send only what was changed, and say what it was', async () => {
    const server = await openStore()
    await expect.element(save('Name and place')).toBeDisabled()
    await nameField().fill('El Mercado')
    await save('Name and place').click()
    await expect.poll(() => store.name).toBe('El Mercado')
    expect(server.of(updateSettings).map(({ body }) => body)).toEqual([{ store_name: 'El Mercado' }])
    await expect.element(save('Name and place')).toBeDisabled()
    await browser.getByLabelText('Minutes').fill('')
    await browser.getByLabelText('Seconds').fill('90')
    await browser.getByLabelText('Customers may make their own account').click()
    await save('At the till').click()
    await expect
      .poll(() => server.of(updateSettings)[1]?.body)
      .toEqual({ default_lock_seconds: 90, allow_registration: true })
  })

  test('follow a colleague, but for what is being typed, and save that alone', async () => {
    const server = await openStore()
    await nameField().fill('El Mercado')
    await browser.getByLabelText('Seconds').fill('30')
    server.becomes({
      store_name: 'La Plaza',
      time_zone: 'Atlantic/Canary',
      default_lock_seconds: 120,
      allowed_origins: ['https://plaza.example'],
      retention: { audit_events: 90, idempotency_keys: 31, jobs: null },
    })
    await expect.element(browser.getByText('https://plaza.example')).toBeVisible()
    await expect.element(browser.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Atlantic/Canary')
    await expect.element(browser.getByLabelText('Days', { exact: true }).first()).toHaveValue('90')
    await expect.element(nameField()).toHaveValue('El Mercado')
    // Minutes and seconds are one time: half of it from somebody else would be neither’s.
    await expect.element(browser.getByLabelText('Minutes')).toHaveValue('5')
    await save('Name and place').click()
    await expect.poll(() => server.of(updateSettings)[0]?.body).toEqual({ store_name: 'El Mercado' })
  })

  test('find a time zone by a part of its name, by keys alone, tell what it changes, and then the time in it', async () => {
    const server = await openStore()
    const field = browser.getByRole('combobox', { name: 'Time zone' })
    await field.fill('new y')
    await expect.element(browser.getByRole('option', { name: 'America/New York' })).toBeVisible()
    await userEvent.keyboard('{Enter}')
    await expect.element(field).toHaveValue('America/New York')
    await expect.element(browser.getByText(/Books that are there keep their very moments/)).toBeVisible()
    await expect.element(browser.getByText(/All times and days on the screens move with it/)).toBeVisible()
    await save('Name and place').click()
    await expect.poll(() => server.of(updateSettings)[0]?.body).toEqual({ time_zone: 'America/New_York' })
    await expect.poll(zoneName).toBe('America/New_York')
  })

  test('take no web address that is none, or one twice, and let one go', async () => {
    const server = await openStore()
    const field = browser.getByLabelText('Web address', { exact: true })
    await field.fill('https://shop.example/cart')
    await button('Add').click()
    await expect.element(browser.getByText(/Type it as https/)).toBeVisible()
    await field.fill('https://SHOP.example/')
    await button('Add').click()
    await expect.element(browser.getByText('It is in the list already.')).toBeVisible()
    await button('Remove https://shop.example').click()
    await expect.element(browser.getByText('No other web page may call it.')).toBeVisible()
    // What stands in the field still counts when the list is saved.
    await field.fill('http://localhost:3000')
    await userEvent.keyboard('{Enter}')
    await save('Web addresses that may call the store').click()
    await expect
      .poll(() => server.of(updateSettings)[0]?.body)
      .toEqual({ allowed_origins: ['http://localhost:3000'] })
  })

  test('keep things for ever, or for days', async () => {
    const server = await openStore()
    await browser
      .getByLabelText('The record of who did what')
      .getByRole('combobox')
      .selectOptions('For some days')
    await save('How long things are kept').click()
    await expect
      .poll(() => server.of(updateSettings)[0]?.body)
      .toEqual({ retention: { audit_events: 730, idempotency_keys: 31, jobs: null } })
  })
})

test('what is typed is read as the server would have it', () => {
  expect(lockSecondsOf('5', '')).toBe(300)
  expect(lockSecondsOf('60', '0')).toBe(3600)
  for (const [minutes, seconds] of [
    ['60', '1'],
    ['0', '0'],
    ['-1', '90'],
    ['1.5', '0'],
    ['x', ''],
  ] as const)
    expect(lockSecondsOf(minutes, seconds)).toBeUndefined()
  expect(originOf(' https://Shop.example:8443/ ')).toBe('https://shop.example:8443')
  for (const wrong of ['shop.example', 'ftp://shop.example', 'https://shop.example/x', '*', ''])
    expect(originOf(wrong)).toBeUndefined()
  expect(daysOf({ forEver: true, days: 'x' })).toBeNull()
  expect(daysOf({ forEver: false, days: ' 31 ' })).toBe(31)
  for (const days of ['0', '', '1.5', '36501', '-3']) expect(daysOf({ forEver: false, days })).toBeUndefined()
})
