import { expect, test } from 'vitest'
import { readPages } from '../../renderer/state/read-pages.ts'

/** A list of so many rows, which tells how it was asked. */
function listOf(length: number) {
  const asked: number[] = []
  const read = (most: number) =>
    readPages(most, ({ limit, cursor }) => {
      asked.push(limit)
      const from = Number(cursor ?? 0)
      const items = Array.from({ length: Math.min(limit, length - from) }, (_, n) => from + n)
      const next = from + items.length
      return Promise.resolve({ items, next_cursor: next < length ? String(next) : null })
    })
  return { asked, read }
}

test('reads no more than is wanted, in pages that the API gives', async () => {
  const list = listOf(1000)
  const { items, next_cursor } = await list.read(450)
  expect([items.length, items.at(-1), next_cursor]).toEqual([450, 449, '450'])
  expect(list.asked).toEqual([200, 200, 50])
})

test('reads all where there are fewer', async () => {
  const list = listOf(230)
  expect(await list.read(2000)).toEqual({
    items: Array.from({ length: 230 }, (_, n) => n),
    next_cursor: null,
  })
  expect(list.asked).toEqual([200, 200])
})
