import { describe, expect, test } from 'vitest'
import { render } from 'vitest-browser-svelte'
import CodeText from '../../renderer/ui/CodeText.svelte'

function copied(container: Element): string {
  const code = container.querySelector('.font-mono')
  if (!code) throw new Error('no code is drawn')
  const selection = window.getSelection()
  selection?.selectAllChildren(code)
  return selection?.toString() ?? ''
}

describe('a code on the screen', () => {
  test('what is selected is the code, without the gaps that are seen', async () => {
    const { container } = await render(CodeText, { code: 'K7QW29XM4T' })
    expect(container.querySelectorAll('.font-mono > span')).toHaveLength(3)
    expect(copied(container)).toBe('K7QW29XM4T')
  })

  test('a code with separators of its own stays as it is', async () => {
    const { container } = await render(CodeText, { code: 'SUMR-7K2M-9XQP' })
    expect(container.querySelectorAll('.font-mono > span')).toHaveLength(1)
    expect(copied(container)).toBe('SUMR-7K2M-9XQP')
  })

  test('letters beyond the basic plane are never cut in two', async () => {
    const { container } = await render(CodeText, { code: '𝟘𝟙𝟚𝟛𝟜𝟝' })
    const groups = [...container.querySelectorAll('.font-mono > span')].map((group) => group.textContent)
    expect(groups).toEqual(['𝟘𝟙𝟚𝟛', '𝟜𝟝'])
  })

  test('markup in a code is text', async () => {
    const { container } = await render(CodeText, { code: '<b>X</b>' })
    expect(container.querySelector('b')).toBeNull()
    expect(copied(container)).toBe('<b>X</b>')
  })
})
