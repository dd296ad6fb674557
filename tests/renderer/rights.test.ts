import { expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import { leastRole, rightsList } from '../../renderer/team/rights-list.ts'
import RightsTable from '../../renderer/team/RightsTable.svelte'
import { contractTable } from '../../server/contracts/table.ts'

const rights = rightsList.flatMap((group) => group.rights)

test('every operation that needs a log-in stands in one right, and in one only', () => {
  const told = rights.flatMap(({ operations }) => operations.map(({ id }) => id)).toSorted()
  const there = contractTable.filter(({ role }) => role !== 'public').map(({ id }) => id)
  expect(told).toEqual(there.toSorted())
})

test('what stands together needs the same role', () => {
  for (const right of rights)
    for (const { id, role } of right.operations) expect([id, role]).toEqual([id, leastRole(right)])
})

test('the table says in words who may, who may for themselves, and who may not', async () => {
  await render(RightsTable)
  const cells = (name: RegExp) => {
    const row = browser.getByRole('row', { name })
    return row
      .getByRole('cell')
      .elements()
      .map((cell) => cell.textContent.trim())
  }
  expect(cells(/^Lock, let go, redeem/)).toEqual(['their own', 'Yes', 'Yes', 'Yes'])
  expect(cells(/^Make and change books/)).toEqual(['No', 'No', 'Yes', 'Yes'])
  expect(cells(/^Make and revoke API keys/)).toEqual(['No', 'No', 'No', 'Yes'])
  expect(cells(/^Make, change and deactivate staff/)).toEqual(['No', 'No', 'No', 'Yes'])
})
