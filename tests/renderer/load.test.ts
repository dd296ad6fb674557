import { describe, expect, test } from 'vitest'
import { render } from 'vitest-browser-svelte'
import Loading from './Loading.svelte'

/** Answers when the test says so. */
function gated(): {
  asked: string[]
  aborted: string[]
  give: (question: string, answer: string) => void
  fail: (question: string) => void
  answer: (question: string, signal: AbortSignal) => Promise<string>
} {
  const open = new Map<string, { resolve: (answer: string) => void; reject: (error: Error) => void }>()
  const asked: string[] = []
  const aborted: string[] = []
  return {
    asked,
    aborted,
    give: (question, answer) => open.get(question)?.resolve(answer),
    fail: (question) => open.get(question)?.reject(new Error('refused')),
    answer: (question, signal) => {
      asked.push(question)
      signal.addEventListener('abort', () => aborted.push(question))
      return new Promise((resolve, reject) => open.set(question, { resolve, reject }))
    },
  }
}

describe('data of a screen', () => {
  test('a late answer to an older question is never shown', async () => {
    const server = gated()
    const screen = await render(Loading, { question: 'a', answer: server.answer })
    await screen.rerender({ question: 'b' })
    expect(server.aborted).toEqual(['a'])
    server.give('b', 'answer to b')
    await expect.element(screen.getByTestId('answer')).toHaveTextContent('answer to b')
    server.give('a', 'answer to a')
    await Promise.resolve()
    await expect.element(screen.getByTestId('answer')).toHaveTextContent('answer to b')
  })

  test('a failed reload keeps what was read', async () => {
    const server = gated()
    const screen = await render(Loading, { question: 'a', answer: server.answer })
    server.give('a', 'first')
    await expect.element(screen.getByTestId('state')).toHaveTextContent('done')
    await screen.getByRole('button', { name: 'Reload' }).click()
    await expect.element(screen.getByTestId('state')).toHaveTextContent('loading')
    await expect.element(screen.getByTestId('answer')).toHaveTextContent('first')
    server.fail('a')
    await expect.element(screen.getByTestId('state')).toHaveTextContent('failed')
    await expect.element(screen.getByTestId('answer')).toHaveTextContent('first')
  })

  test('a question is asked once, and given up when the screen goes', async () => {
    const server = gated()
    const screen = await render(Loading, { question: 'a', answer: server.answer })
    expect(server.asked).toEqual(['a'])
    await screen.unmount()
    expect(server.aborted).toEqual(['a'])
  })
})
