import { afterEach, describe, expect, test, vi } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import { download } from '../../renderer/api/download.ts'
import App from '../../renderer/App.svelte'
import SetUpScreen from '../../renderer/auth/SetUpScreen.svelte'
import { desktop } from '../../renderer/desktop/bridge.ts'
import SourceStep from '../../renderer/imports/SourceStep.svelte'
import SettingsScreen from '../../renderer/settings/SettingsScreen.svelte'
import { session } from '../../renderer/state/session.svelte.ts'
import { zoneName } from '../../renderer/ui/zone.ts'
import { refresh, setUp, setUpState, type Session } from '../../server/contracts/auth.ts'
import { exportRejects } from '../../server/contracts/imports.ts'
import type { User } from '../../server/contracts/users.ts'
import { network, Refusal, silence } from './network.ts'
import { marta } from './store.ts'
import { atPlace, button, logInAs } from './till-support.ts'

atPlace('/settings')
afterEach(() => vi.restoreAllMocks())

const ada: User = { ...marta, role: 'admin' }

describe('a browser, which has no desktop program', () => {
  test('finds none', () => {
    expect(desktop).toBeUndefined()
  })

  test('shows nothing of a computer in the settings, also to an administrator', async () => {
    network()
    logInAs(ada)
    await render(SettingsScreen)
    await expect.element(browser.getByText('Kept in this browser.').first()).toBeVisible()
    expect(browser.getByRole('region', { name: 'This computer' }).query()).toBeNull()
    expect(browser.getByRole('region', { name: 'Connection' }).query()).toBeNull()
  })

  test('says nothing of where a new store’s data is', async () => {
    network()
    await render(SetUpScreen)
    await expect.element(browser.getByLabelText('Your name')).toBeVisible()
    expect(browser.getByText(/The data is/).query()).toBeNull()
  })

  test('sets a store up in its own time zone, and in the server’s where that does not know it', async () => {
    const server = network()
    const begun: Session = {
      access_token: 'token',
      token_type: 'bearer',
      expires_at: '2030-01-01T00:00:00Z',
      user: ada,
    }
    server.on(setUp, ({ body }) =>
      (body as { time_zone?: string }).time_zone === undefined
        ? begun
        : new Refusal('validation_failed', {
            errors: [{ path: 'time_zone', message: 'is not a time zone' }],
          }),
    )
    server.on(setUpState, () => ({
      is_set_up: true,
      allow_registration: false,
      store_name: 'La Tienda',
      time_zone: 'Europe/Madrid',
    }))
    await render(SetUpScreen)
    await expect
      .element(browser.getByText(/those of America\/Los Angeles, as on this computer/))
      .toBeVisible()
    await browser.getByLabelText('Your name').fill('Ada')
    await browser.getByLabelText('E-mail').fill('ada@store.example')
    await browser.getByLabelText('Password', { exact: true }).fill('correct horse 9')
    await button('Set up the store').click()
    await expect.poll(() => session.user?.role).toBe('admin')
    expect(server.of(setUp).map(({ body }) => (body as { time_zone?: string }).time_zone)).toEqual([
      'America/Los_Angeles',
      undefined,
    ])
  })

  test('chooses files by its own dialog', async () => {
    await render(SourceStep, { kind: 'codes', pasted: '', pasting: false, onFile: () => undefined })
    const click = new MouseEvent('click', { bubbles: true, cancelable: true })
    // Kept from opening by the test, not by the page.
    let prevented: boolean | undefined
    const look = (event: Event): void => {
      prevented = event.defaultPrevented
      event.preventDefault()
    }
    window.addEventListener('click', look, { once: true })
    browser
      .getByLabelText(/A CSV file/)
      .element()
      .dispatchEvent(click)
    expect(prevented).toBe(false)
  })

  test('saves files by itself', async () => {
    network().on(exportRejects, () => 'line,value,reason\n')
    const saved = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      expect(this.download).toBe('refused-lines-5.csv')
    })
    await download(exportRejects, { params: { id: 5 } }, 'refused-lines-5.csv')
    expect(saved).toHaveBeenCalledOnce()
  })

  test('waits for a server that does not answer, and goes on with its name and time when it does', async () => {
    const server = network()
    let answers = false
    server.on(setUpState, () =>
      answers
        ? {
            is_set_up: true,
            store_name: 'Corner books',
            allow_registration: false,
            time_zone: 'Asia/Tokyo',
          }
        : silence,
    )
    server.on(refresh, () => new Refusal('unauthenticated'))
    await render(App)
    await expect.element(browser.getByText(/The server does not answer/)).toBeVisible()
    answers = true
    await expect.element(browser.getByText('Welcome back to Corner books.')).toBeVisible()
    expect(zoneName()).toBe('Asia/Tokyo')
  })
})
