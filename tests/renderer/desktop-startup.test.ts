import { failure, desktopProgram, held, onServer, refusedCheck, settings } from './desktop-bridge.ts'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import App from '../../renderer/App.svelte'
import { startupTitle } from '../../renderer/words/desktop-problems.ts'
import { desktopWords } from '../../renderer/words/desktop.ts'
import type { StartupFailure, StartupProblem } from '../../server/contracts/desktop.ts'
import { network } from './network.ts'

afterEach(() => vi.unstubAllGlobals())

type Given = Parameters<typeof desktopProgram>[0]

/** The console of a program that did not start. Its server may not be asked for anything: every request fails the test. */
async function openFailed(first: StartupFailure = failure(), given: Given = {}) {
  network()
  const program = desktopProgram({ startupFailure: async () => first, ...given })
  await render(App)
  await expect.element(browser.getByRole('heading', { level: 1 })).toHaveTextContent(startupTitle(first))
  return program
}

const button = (name: string) => browser.getByRole('button', { name })
const status = () => browser.getByRole('status').last()

describe('a start that failed', () => {
  test('is told in place of the log-in: what, where, why; the system’s own words are folded away', async () => {
    await openFailed()
    await expect
      .element(browser.getByRole('alert'))
      .toHaveTextContent(/cannot be reached.*No program answers/)
    await expect.element(browser.getByText('db.store.example:5432/shop')).toBeVisible()
    expect(browser.getByLabelText('E-mail').query()).toBeNull()
    const detail = browser.getByText(/ECONNREFUSED/)
    await expect.element(detail).not.toBeVisible()
    await browser.getByText('What the system said').click()
    await expect.element(detail).toBeVisible()
  })

  test.for(Object.keys(desktopWords.startupKinds) as StartupProblem[])(
    'has a word and a sign for %s',
    async (problem) => {
      await openFailed(failure({ problem }))
      const alert = browser.getByRole('alert')
      await expect.element(alert).toHaveTextContent(desktopWords.startupKinds[problem])
      expect(alert.element().querySelector('svg')).not.toBeNull()
    },
  )

  test('without words of the system folds nothing away', async () => {
    await openFailed(failure({ detail: '' }))
    expect(browser.getByText('What the system said').query()).toBeNull()
  })

  test('offers what the program says, the likeliest first, and nothing else', async () => {
    await openFailed(failure({ problem: 'damaged', remedies: ['restore', 'logs', 'settings'] }))
    const names = browser
      .getByRole('button')
      .elements()
      .map((each) => each.textContent.trim())
      .filter((name) => name !== '')
    expect(names).toEqual(['Restore a copy…', 'Open the logs', 'Connection settings'])
  })
})

describe('trying again', () => {
  test('says that it tries, asks once however often it is pressed, and says when nothing changed', async () => {
    const { answer, give } = held<StartupFailure | null>()
    const program = await openFailed(failure(), { retryStart: answer })
    await button('Try again').click()
    await expect.element(status()).toHaveTextContent('Starting again')
    await expect.element(button('Try again')).toHaveAttribute('aria-busy', 'true')
    button('Try again')
      .element()
      .dispatchEvent(new MouseEvent('click', { bubbles: true }))
    expect(program.of('retryStart')).toHaveLength(1)
    give(failure())
    await expect.element(status()).toHaveTextContent(/Tried again at .*no change/)
  })

  test('shows what is in the way now, where that is something else', async () => {
    const next = failure({ problem: 'port_taken', sentence: { says: 'port_taken', port: 4780 } })
    await openFailed(failure(), { retryStart: async () => next })
    await button('Try again').click()
    await expect.element(browser.getByRole('heading', { level: 1 })).toHaveTextContent('Port 4780 is taken')
    await expect.element(status()).toHaveTextContent('something else')
    await expect.element(button('Choose another port')).toBeVisible()
  })

  test('that succeeds says so while the window goes to the console', async () => {
    await openFailed()
    await button('Try again').click()
    await expect.element(status()).toHaveTextContent('Cuponera has started')
  })

  test('that the program refuses shows its words, and can be tried once more', async () => {
    const answers = [() => Promise.reject(new Error('An import is running.')), async () => failure()]
    await openFailed(failure(), { retryStart: () => answers.shift()!() })
    await button('Try again').click()
    await expect.element(browser.getByText('An import is running.')).toBeVisible()
    await button('Try again').click()
    await expect.element(status()).toHaveTextContent('Tried again')
    expect(browser.getByText('An import is running.').query()).toBeNull()
  })
})

test('one start at a time: no copy is restored while it tries again', async () => {
  await openFailed(failure({ remedies: ['retry', 'restore', 'settings'] }), {
    retryStart: held<StartupFailure | null>().answer,
  })
  await button('Try again').click()
  await expect.element(button('Restore a copy…')).toBeDisabled()
  await expect.element(button('Connection settings')).toBeEnabled()
})

describe('restoring a copy', () => {
  const damaged = failure({ problem: 'damaged', remedies: ['restore', 'logs'] })

  test('that nobody chose changes nothing', async () => {
    const program = await openFailed(damaged)
    await button('Restore a copy…').click()
    await expect.element(button('Restore a copy…')).not.toHaveAttribute('aria-busy')
    expect(program.of('startupFailure')).toHaveLength(1)
    expect(browser.getByText('The copy was not restored').query()).toBeNull()
  })

  test('that cannot be used says why, and the rest stays', async () => {
    const sentences = [{ says: 'no_copy', copy: '/media/usb' }, { says: 'nothing_changed' }] as const
    await openFailed(damaged, { restoreData: async () => ({ restored: false, sentences }) })
    await button('Restore a copy…').click()
    await expect
      .element(browser.getByText(/usb is no copy of a data folder.*Nothing was changed\.$/))
      .toBeVisible()
    await expect.element(button('Open the logs')).toBeVisible()
  })

  test('that is in its place is told, and the start that follows it', async () => {
    const failures = [damaged, null]
    await openFailed(damaged, {
      startupFailure: async () => failures.shift() ?? null,
      restoreData: async () => ({
        restored: true,
        sentences: [{ says: 'former_kept', aside: '/data-before' }],
      }),
    })
    await button('Restore a copy…').click()
    await expect.element(browser.getByText('What was there before is kept in /data-before.')).toBeVisible()
    await expect.element(status()).toHaveTextContent('Cuponera has started')
  })
})

describe('the settings of a start that failed', () => {
  test('can be reached and left with nothing lost', async () => {
    await openFailed(failure(), { settings: async () => onServer() })
    await button('Connection settings').click()
    await expect.element(browser.getByRole('heading', { name: 'Connection settings' })).toHaveFocus()
    await browser.getByLabelText('Host').fill('other.example')
    await button('Back').click()
    await expect
      .element(browser.getByRole('heading', { level: 1, name: startupTitle(failure()) }))
      .toHaveFocus()
    await button('Connection settings').click()
    await expect.element(browser.getByLabelText('Host')).toHaveValue('other.example')
  })

  test('that do not work leave the failure and the form as they are', async () => {
    await openFailed(failure(), {
      settings: async () => onServer(),
      changeConnection: async () => ({ outcome: 'refused', check: refusedCheck }),
    })
    await button('Connection settings').click()
    await browser.getByLabelText('User', { exact: true }).fill('somebody')
    await browser.getByLabelText('Password', { exact: true }).fill('secret')
    await button('Save and start').click()
    await expect.element(browser.getByText('The server refused the log-in')).toBeVisible()
    await expect.element(browser.getByLabelText('Password', { exact: true })).toHaveValue('secret')
    await button('Back').click()
    await expect.element(button('Try again')).toBeVisible()
  })

  test('whose start fails all the same show the new failure, and can be changed once more', async () => {
    const failures = [failure(), failure({ problem: 'damaged' })]
    await openFailed(failure(), {
      startupFailure: async () => failures.shift() ?? null,
      settings: async () => onServer(),
    })
    await button('Connection settings').click()
    await browser.getByRole('radio', { name: 'This computer' }).click()
    await button('Save and start').click()
    await expect.element(browser.getByRole('heading', { name: 'The data is damaged' })).toBeVisible()
    await button('Connection settings').click()
    await expect.element(browser.getByRole('radio', { name: 'A Postgres server' })).toBeEnabled()
    await expect.element(button('Save and start')).not.toHaveAttribute('aria-disabled')
  })

  test('ask for a password anew that could not be read', async () => {
    await openFailed(failure({ problem: 'secret_unreadable', remedies: ['settings'] }), {
      settings: async () => onServer(),
    })
    await button('Connection settings').click()
    await expect.element(browser.getByLabelText('Password', { exact: true })).toBeVisible()
    expect(browser.getByLabelText('Use the password that is kept').query()).toBeNull()
  })

  test('that cannot be read choose no store for anybody: it is asked for, and nothing is saved without', async () => {
    const program = await openFailed(failure({ problem: 'settings_unreadable', remedies: ['settings'] }))
    await button('Connection settings').click()
    const here = browser.getByRole('radio', { name: 'This computer' })
    await expect.element(here).not.toBeChecked()
    await expect.element(browser.getByRole('radio', { name: 'A Postgres server' })).not.toBeChecked()
    await button('Save and start').click()
    await expect.element(browser.getByText('Choose one of the two.')).toBeVisible()
    expect(program.of('changeConnection')).toEqual([])
    await here.click()
    await expect.element(browser.getByText('Choose one of the two.')).not.toBeInTheDocument()
    await button('Save and start').click()
    await expect.poll(() => program.of('changeConnection')).toEqual([{ kind: 'this_computer' }])
  })

  test('ask for the port alone where the port is taken', async () => {
    const program = await openFailed(failure({ problem: 'port_taken' }), {
      settings: async () => settings({ port: 4790 }),
    })
    await button('Choose another port').click()
    const port = browser.getByLabelText('Port of the console and the API')
    await expect.element(port).toHaveValue('4790')
    expect(browser.getByRole('radio').query()).toBeNull()
    await port.fill('80')
    await button('Save and start').click()
    await expect.element(browser.getByText('A number from 1024 to 65535, or nothing.')).toBeVisible()
    expect(program.of('changePort')).toEqual([])
    await port.fill('')
    await button('Save and start').click()
    await expect.poll(() => program.of('changePort')).toEqual([null])
  })

  test('that cannot be read say why', async () => {
    await openFailed(failure({ problem: 'setting' }), {
      settings: () => Promise.reject(new Error('CUPONERA_DATA_DIR has to be a full path.')),
    })
    await button('Connection settings').click()
    await expect.element(browser.getByText('CUPONERA_DATA_DIR has to be a full path.')).toBeVisible()
    await button('Back').click()
    await expect.element(button('Open the logs')).toBeVisible()
  })
})

test('everything can be reached and done by keyboard alone', async () => {
  const program = await openFailed(failure(), {
    retryStart: async () => failure(),
    settings: async () => onServer(),
  })
  await userEvent.keyboard('{Tab}')
  await expect.element(browser.getByText('What the system said')).toHaveFocus()
  await userEvent.keyboard('{Tab}')
  await expect.element(button('Try again')).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(status()).toHaveTextContent('Tried again')
  await expect.element(button('Try again')).toHaveFocus()
  await userEvent.keyboard('{Tab}{Tab}{Enter}')
  await expect.poll(() => program.of('openLogs')).toHaveLength(1)
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}{Enter}')
  await expect.element(browser.getByRole('heading', { name: 'Connection settings' })).toHaveFocus()
  await expect.element(browser.getByRole('radio', { name: 'A Postgres server' })).toBeChecked()
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}')
  await expect.element(button('Back')).toHaveFocus()
  await userEvent.keyboard('{Tab}{ArrowUp}')
  await expect.element(browser.getByRole('radio', { name: 'This computer' })).toBeChecked()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => program.of('changeConnection')).toEqual([{ kind: 'this_computer' }])
})
