/** What the console shows when something is amiss: a refused log-in, no answer, a session that ended, a program that did not start. */
import type { DesktopBridge, DesktopSettings, StartupFailure } from '../../server/contracts/desktop.ts'
import { hrefTo } from '../../renderer/state/places.ts'
import type { View, Walk } from './walk.ts'

const failure: StartupFailure = {
  problem: 'unreachable',
  sentence: { says: 'nobody_answers', at: 'db.store.example:5432' },
  where: 'db.store.example:5432/shop',
  detail: 'connect ECONNREFUSED 10.0.4.17:5432',
  remedies: ['retry', 'settings', 'logs'],
}

const expired = {
  type: '/problems/token_expired',
  title: 'The token has expired',
  status: 401,
  detail: 'Renew it.',
  code: 'token_expired',
  request_id: 'a-request',
  details: {},
}

const settings: DesktopSettings = {
  connection: { kind: 'this_computer' },
  has_password: false,
  port: null,
  start_at_login: false,
  can_start_at_login: true,
  keeps_secrets: true,
  data_dir: '/home/ana/Cuponera',
  fixed_by_environment: { connection: false, port: false },
}

/** The last of their viewer: most leave the console as only a fresh load mends it. */
export const troubledViews: View[] = [
  {
    name: 'log-in-refused',
    title: 'Log in, refused',
    as: 'visitor',
    href: hrefTo('logIn'),
    act: async ({ page, settle }, say) => {
      await page.getByLabel(say('E-mail', 'Correo electrónico'), { exact: true }).fill('nobody@demo.example')
      await page.getByLabel(say('Password', 'Contraseña'), { exact: true }).fill('not the password')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').first().waitFor()
      await settle()
    },
  },
  {
    name: 'set-up',
    title: 'The first administrator',
    as: 'visitor',
    href: hrefTo('logIn'),
    act: async ({ page, settle }) => {
      await page.route('**/api/v1/auth/setup', (route) =>
        route.fulfill({
          json: { is_set_up: false, allow_registration: false, store_name: 'My store', time_zone: 'UTC' },
        }),
      )
      await page.reload()
      await settle()
    },
  },
  {
    name: 'start-failed',
    title: 'The desktop program, whose server did not start',
    as: 'visitor',
    href: hrefTo('logIn'),
    act: (walk) => loadInDesktop(walk, failure),
  },
  {
    name: 'server-away',
    title: 'The server does not answer',
    as: 'staff',
    href: hrefTo('till'),
    act: async ({ page }, say) => {
      await page.route(/\/(api\/v1\/|readyz)/, (route) => route.abort())
      await page.keyboard.type('SUMR-7K2M-9XQP')
      await page.keyboard.press('Enter')
      await page.getByText(say('does not answer', 'no responde')).first().waitFor()
    },
  },
  {
    name: 'settings-of-desktop',
    title: 'Settings, in the desktop program',
    as: 'admin',
    href: hrefTo('settings'),
    act: (walk) => loadInDesktop(walk, null),
  },
  {
    name: 'session-ended',
    title: 'The session has ended: log in again, over what is there',
    as: 'customer',
    href: hrefTo('settings'),
    act: async ({ page, settle }) => {
      const context = page.context()
      const kept = await context.cookies()
      await context.clearCookies()
      await page.route('**/api/v1/users/me/coupons*', (route) =>
        route.fulfill({
          status: 401,
          contentType: 'application/problem+json',
          json: expired,
        }),
      )
      await page.locator(`nav a[href="${hrefTo('myCoupons')}"]`).click()
      await page.getByRole('dialog').waitFor()
      await context.addCookies(kept)
      await settle()
    },
  },
]

/** Loads the present screen as the desktop program does: with its bridge, whose server failed to start or runs. */
async function loadInDesktop({ page, settle }: Walk, startupFailure: StartupFailure | null): Promise<void> {
  const versions = { cuponera: '0.1.0', electron: '45.4.1', chromium: '142.0', node: '24.11.1' }
  await page.addInitScript(giveBridge, { startupFailure, settings, versions, speak: null })
  await page.evaluate(() => sessionStorage.setItem('in-desktop', 'once'))
  await page.reload()
  await settle()
}

/**
 * In the page, before anything else runs: the script stays with the page, the bridge is there for one load. Its functions have no
 * names, because tsx would mark those by a helper that the page lacks.
 */
function giveBridge(answers: object): void {
  if (sessionStorage.getItem('in-desktop') === null) return
  sessionStorage.removeItem('in-desktop')
  const bridge: unknown = Object.fromEntries([
    ...Object.entries(answers).map(([name, answer]) => [name, () => Promise.resolve(answer)] as const),
    ['onResume', () => () => undefined],
  ])
  window.cuponera = bridge as DesktopBridge
}
