/** A part of a list, and where it goes on. */
export interface Page<T> {
  items: T[]
  next_cursor: string | null
}

/** Several pages, one after the other, as one. */
export interface JoinedPages<T> extends Page<T> {
  pages: number
}

/** Reads page after page of a list, the first one at least, as long as there are more and more is wanted. */
export async function joinPages<T>(
  fetchPage: (cursor: string | undefined, rowsSoFar: number) => Promise<Page<T>>,
  wantsMore: (read: JoinedPages<T>) => boolean,
): Promise<JoinedPages<T>> {
  let all = { ...(await fetchPage(undefined, 0)), pages: 1 }
  while (all.next_cursor !== null && wantsMore(all)) {
    const { items, next_cursor } = await fetchPage(all.next_cursor, all.items.length)
    all = { items: [...all.items, ...items], next_cursor, pages: all.pages + 1 }
  }
  return all
}

/** As many as the API gives in one reply. */
const LARGEST_PAGE = 200

/** The first rows of a list, up to `most` of them, read page after page; with the cursor where it goes on. */
export async function readPages<T>(
  most: number,
  fetchPage: (page: { limit: number; cursor: string | undefined }) => Promise<Page<T>>,
): Promise<Page<T>> {
  const { items, next_cursor } = await joinPages(
    (cursor, rows) => fetchPage({ limit: Math.min(most - rows, LARGEST_PAGE), cursor }),
    (read) => read.items.length < most,
  )
  return { items, next_cursor }
}
