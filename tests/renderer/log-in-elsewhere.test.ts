import { afterEach, beforeEach, expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import LogInForm from '../../renderer/auth/LogInForm.svelte'
import { forget, session } from '../../renderer/state/session.svelte.ts'
import { refresh } from '../../server/contracts/auth.ts'
import { network } from './network.ts'
import { luis } from './store.ts'

/** Another tab of this browser, as far as it tells of its session. */
let otherTab: BroadcastChannel

beforeEach(() => {
  otherTab = new BroadcastChannel('cuponera.session')
})
afterEach(() => {
  otherTab.close()
  forget()
})

async function open() {
  const server = network()
  server.on(refresh, () => ({
    access_token: 'h.e30.s',
    token_type: 'bearer' as const,
    expires_at: '2026-05-04T12:10:00.000Z',
    user: luis,
  }))
  await render(LogInForm)
  return server
}

test('somebody who logs in in another tab is in here, too, without a word typed', async () => {
  const server = await open()
  otherTab.postMessage('begun')
  await expect.poll(() => session.user?.name).toBe('Luis')
  expect(server.of(refresh)).toHaveLength(1)
})

test('who is typing here goes on', async () => {
  const server = await open()
  await browser.getByLabelText('E-mail').fill('marta@store.example')
  otherTab.postMessage('begun')
  // Messages of one channel come in their order: what is told by this one was preceded by the other.
  const heard = new Promise((resolve) => {
    const tab = new BroadcastChannel('cuponera.session')
    tab.onmessage = ({ data }) => {
      if (data === 'counted') resolve(tab.close())
    }
  })
  otherTab.postMessage('counted')
  await heard
  await expect.element(browser.getByLabelText('E-mail')).toHaveValue('marta@store.example')
  expect([session.user, server.of(refresh)]).toEqual([null, []])
})
