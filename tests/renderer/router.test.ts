import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findPlace, hrefTo, places } from '../../renderer/state/places.ts'
import { isWithin, navigate, queryState, router, startRouter } from '../../renderer/state/router.svelte.ts'

describe('the places', () => {
  test('an address that is none is no place', () => {
    for (const path of ['/nowhere', '/books/3/what', '/%E0%A4%A', '/Till']) {
      expect(findPlace(path), path).toBeUndefined()
    }
  })

  test('a trailing slash is the same place', () => {
    expect(findPlace('/books/')?.name).toBe('books')
  })

  test('what a path says comes out as it went in, whatever its letters', () => {
    const odd = 'ä/b c?d#e'
    expect(findPlace(new URL(hrefTo('book', { id: odd }), 'http://x').pathname)).toEqual({
      name: 'book',
      params: { id: odd },
    })
  })

  test('an empty filter leaves no trace in the address', () => {
    expect(hrefTo('books', {}, { q: '', state: null, page: undefined })).toBe('/books')
    expect(hrefTo('book', { id: 3 }, { state: 'VOID', q: 'a b' })).toBe('/books/3?state=VOID&q=a+b')
  })

  test('no two places share a path', () => {
    const paths = Object.values(places).map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
  })
})

describe('the router', () => {
  const start = window.location.href
  let stop: () => void

  beforeEach(() => {
    stop = startRouter()
    document.body.insertAdjacentHTML(
      'beforeend',
      '<div id="page"><main tabindex="-1"><h1 tabindex="-1">Books</h1><input /></main></div>',
    )
  })
  afterEach(() => {
    stop()
    document.getElementById('page')?.remove()
    window.history.replaceState(null, '', start)
  })

  const page = (): HTMLElement => document.getElementById('page') as HTMLElement
  const link = (html: string): HTMLAnchorElement => {
    page().insertAdjacentHTML('beforeend', html)
    return page().querySelector('a:last-of-type') as HTMLAnchorElement
  }
  const back = (): Promise<void> =>
    new Promise((resolve) => {
      window.addEventListener('popstate', () => resolve(), { once: true })
      window.history.back()
    })

  test('leaves links to elsewhere, downloads and new windows to the browser', () => {
    for (const html of [
      '<a href="https://example.com/till">x</a>',
      '<a href="/docs">x</a>',
      '<a href="/till" target="_blank">x</a>',
      '<a href="/till" download>x</a>',
    ]) {
      const click = new MouseEvent('click', { bubbles: true, cancelable: true })
      const anchor = link(html)
      let taken: boolean | undefined
      window.addEventListener(
        'click',
        (event) => {
          taken = event.defaultPrevented
          // The test's own page must not leave.
          event.preventDefault()
        },
        { once: true },
      )
      anchor.dispatchEvent(click)
      expect(taken, html).toBe(false)
      anchor.remove()
    }
  })

  test('never takes an address elsewhere for its own', () => {
    for (const href of ['//example.com/till', 'https://example.com/till', 'javascript:alert(1)', '/docs']) {
      expect(isWithin(href), href).toBe(false)
    }
    expect(isWithin('/books/3?q=a')).toBe(true)
  })

  test('a link within the console changes the place without loading a page', () => {
    link('<a href="/books/3?state=VOID">x</a>').click()
    expect(router.found).toEqual({ name: 'book', params: { id: '3' } })
    expect(window.location.search).toBe('?state=VOID')
    expect(document.title).toBe('Book · Cuponera')
  })

  test('back leads to where one was, with its filters', async () => {
    navigate('/books?q=sum')
    navigate('/books/3')
    await back()
    expect(router.found?.name).toBe('books')
    expect(router.url.searchParams.get('q')).toBe('sum')
  })

  test('a filter lives in the address bar, and typing it leaves no steps to go back through', async () => {
    navigate('/customers')
    navigate('/books')
    const state = queryState('state', '', ['', 'VOID', 'LOCKED'])
    state.value = 'VOID'
    state.value = 'LOCKED'
    expect(window.location.search).toBe('?state=LOCKED')
    state.value = ''
    expect(window.location.search).toBe('')
    await back()
    expect(router.found?.name).toBe('customers')
  })

  test('a filter that is not one of the allowed falls back', () => {
    navigate('/books?state=%3Cb%3E')
    expect(queryState('state', '', ['', 'VOID']).value).toBe('')
  })

  test('a new place gets the focus on its heading, so that whoever hears the page knows where they are', async () => {
    navigate('/till')
    await expect.poll(() => document.activeElement?.tagName).toBe('H1')
  })

  test('a screen that put the focus to work keeps it', async () => {
    page().querySelector('input')?.focus()
    navigate('/customers')
    await new Promise((resolve) => requestAnimationFrame(resolve))
    expect(document.activeElement?.tagName).toBe('INPUT')
  })
})
