import { createRawSnippet } from 'svelte'
import { describe, expect, test } from 'vitest'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import { connection } from '../../renderer/api/connection.svelte.ts'
import Frame from '../../renderer/frame/Frame.svelte'
import { store } from '../../renderer/state/store.svelte.ts'
import { zoneName } from '../../renderer/ui/zone.ts'
import { setUpState } from '../../server/contracts/auth.ts'
import { network } from './network.ts'
import { atPlace } from './till-support.ts'

atPlace('/help')

describe('a key that is held down', () => {
  async function framed(
    html: string,
  ): Promise<{ heard: string[]; press: (key: string, repeat: boolean) => void }> {
    network().on(setUpState, () => ({
      is_set_up: true,
      allow_registration: false,
      store_name: 'Books & More',
      time_zone: 'Europe/Madrid',
    }))
    const { container } = await render(Frame, { children: createRawSnippet(() => ({ render: () => html })) })
    const target = container.querySelector('main > *') as HTMLElement
    const heard: string[] = []
    target.addEventListener('keydown', ({ key }) => heard.push(key))
    return {
      heard,
      press: (key, repeat) =>
        target.dispatchEvent(new KeyboardEvent('keydown', { key, repeat, bubbles: true, cancelable: true })),
    }
  }

  test.each(['Enter', 'Escape'])(
    '%s answers once: what it brings is not answered by it, too',
    async (key) => {
      const { heard, press } = await framed('<button>Name this till</button>')
      press(key, false)
      press(key, true)
      expect(heard).toEqual([key])
    },
  )

  test('that writes goes on, and Enter begins line after line', async () => {
    const { heard, press } = await framed('<textarea></textarea>')
    for (const key of ['a', 'Enter', 'ArrowDown']) press(key, true)
    expect(heard).toEqual(['a', 'Enter', 'ArrowDown'])
  })
})

test('the store’s name and time zone are read anew when the server is back, since news may have been missed', async () => {
  let [store_name, time_zone] = ['Books & More', 'Europe/Madrid']
  const server = network()
  server.on(setUpState, () => ({ is_set_up: true, allow_registration: false, store_name, time_zone }))
  const children = createRawSnippet(() => ({ render: () => '<p>A screen</p>' }))
  await render(Frame, { children })
  await expect.poll(() => store.name).toBe('Books & More')
  ;[store_name, time_zone] = ['Books & Less', 'Asia/Tokyo']
  connection.returns += 1
  await expect.poll(() => [store.name, zoneName()]).toEqual(['Books & Less', 'Asia/Tokyo'])
})
