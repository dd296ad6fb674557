import { createRawSnippet } from 'svelte'
import { expect, test } from 'vitest'
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
