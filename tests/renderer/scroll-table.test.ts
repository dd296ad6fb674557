import { createRawSnippet } from 'svelte'
import { expect, test } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import ScrollTable from '../../renderer/ui/ScrollTable.svelte'

test('a small table is reached and scrolled by keyboard, under its headings', async () => {
  const rows = createRawSnippet(() => ({
    render: () => '<tr><td>7</td><td><div style="height: 2000px">No such customer</div></td></tr>',
  }))
  const columns = [{ heading: 'Line', narrow: true }, { heading: 'Reason' }]
  await render(ScrollTable, { label: 'Refused lines', columns, rows })
  const lines = browser.getByRole('group', { name: 'Refused lines' })
  const heading = browser.getByRole('columnheader', { name: 'Reason' })
  const above = heading.element().getBoundingClientRect().top

  await userEvent.tab()
  await expect.element(lines).toHaveFocus()
  await userEvent.keyboard('{End}')
  await expect.poll(() => lines.element().scrollTop).toBeGreaterThan(1000)
  expect(heading.element().getBoundingClientRect().top).toBe(above)
  await expect.element(browser.getByRole('cell', { name: 'No such customer' })).toBeVisible()
})
