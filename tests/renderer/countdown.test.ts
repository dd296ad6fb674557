import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import Countdown from '../../renderer/ui/Countdown.svelte'

const label = 'Lock of SUMR-7K2M'

describe('a countdown', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const props = (over: object = {}) => ({
    remainingMs: 300_000,
    total: 300_000,
    readAt: performance.now(),
    label,
    ...over,
  })
  const clock = (container: Element): string => container.querySelector('[role=timer]')?.textContent ?? ''
  const phase = (container: Element): string | undefined =>
    container.querySelector<HTMLElement>('[data-phase]')?.dataset['phase']

  test('tells once that nothing is left, at that moment and not before', async () => {
    const onend = vi.fn()
    const { container } = await render(Countdown, props({ onend }))
    await vi.advanceTimersByTimeAsync(299_999)
    expect(onend).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(onend).toHaveBeenCalledTimes(1)
    expect(clock(container)).toBe('0:00')
    await vi.advanceTimersByTimeAsync(60_000)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(onend).toHaveBeenCalledTimes(1)
  })

  test('does not care that the clock on the wall is wrong, or is set right meanwhile', async () => {
    const onend = vi.fn()
    const { container } = await render(Countdown, props({ onend }))
    vi.setSystemTime(Date.now() + 3_600_000)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(clock(container)).toBe('4:00')
    vi.setSystemTime(Date.now() - 7_200_000)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(clock(container)).toBe('3:00')
    expect(onend).not.toHaveBeenCalled()
  })

  test('counts from the moment of the reading when it is drawn later', async () => {
    const readAt = performance.now()
    await vi.advanceTimersByTimeAsync(90_000)
    const { container } = await render(Countdown, props({ readAt }))
    expect(clock(container)).toBe('3:30')
  })

  test('is right at once in a tab that was in the background', async () => {
    const { container } = await render(Countdown, props())
    // Time passes while no timer fires: what a sleeping tab sees.
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 200_000)
    document.dispatchEvent(new Event('visibilitychange'))
    await Promise.resolve()
    expect(clock(container)).toBe('1:40')
    vi.restoreAllMocks()
  })

  test('a longer lock begins anew, and ends anew', async () => {
    const onend = vi.fn()
    const { container, rerender } = await render(Countdown, props({ remainingMs: 2000, onend }))
    await vi.advanceTimersByTimeAsync(2000)
    expect(onend).toHaveBeenCalledTimes(1)
    await rerender(props({ remainingMs: 60_000, onend }))
    expect(clock(container)).toBe('1:00')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(onend).toHaveBeenCalledTimes(2)
  })

  test('says in words what its colours say', async () => {
    const { container } = await render(Countdown, props())
    const seen: [string | undefined, boolean][] = []
    for (const [words, wait] of [
      ['Time enough', 0],
      ['Soon over', 180_000],
      ['Last seconds', 90_000],
      ['Over', 30_000],
    ] as const) {
      await vi.advanceTimersByTimeAsync(wait)
      seen.push([phase(container), container.textContent?.includes(words) ?? false])
    }
    expect(seen).toEqual([
      ['ample', true],
      ['soon', true],
      ['last', true],
      ['over', true],
    ])
  })

  test('in a sentence is the clock alone, and as much a timer', async () => {
    const { container } = await render(Countdown, props({ size: 'inline' }))
    await vi.advanceTimersByTimeAsync(5000)
    expect(container.textContent?.trim()).toBe('4:55')
    const timer = container.querySelector('[role=timer]')
    expect([timer?.getAttribute('aria-label'), timer?.getAttribute('aria-live')]).toEqual([
      `${label}: 4:55`,
      'off',
    ])
  })

  test('of a whole that is said to be less than what is left begins full', async () => {
    const { container } = await render(Countdown, props({ remainingMs: 300_000, total: 10_000 }))
    expect(phase(container)).toBe('ample')
  })

  test('is a timer with a name, and is announced when a phase begins, not each second', async () => {
    const { container } = await render(Countdown, props())
    const timer = container.querySelector('[role=timer]')
    const news = container.querySelector('[aria-live=polite]')
    expect(timer?.getAttribute('aria-live')).toBe('off')
    expect(timer?.getAttribute('aria-label')).toBe(`${label}: 5:00`)
    expect(news?.textContent).toBe('')
    await vi.advanceTimersByTimeAsync(180_000)
    const announced = news?.textContent
    expect(announced).toBe(`${label}: 2:00 left`)
    await vi.advanceTimersByTimeAsync(5000)
    expect(news?.textContent).toBe(announced)
  })
})
