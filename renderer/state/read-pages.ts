interface Page<T> {
  items: T[]
  next_cursor: string | null
}

/** As many as the API gives in one reply. */
const LARGEST_PAGE = 200

/** The first rows of a list, up to `most` of them, read page after page; with the cursor where it goes on. */
export async function readPages<T>(
  most: number,
  fetchPage: (page: { limit: number; cursor?: string | undefined }) => Promise<Page<T>>,
): Promise<Page<T>> {
  const all = await fetchPage({ limit: Math.min(most, LARGEST_PAGE) })
  while (all.next_cursor !== null && all.items.length < most) {
    const limit = Math.min(most - all.items.length, LARGEST_PAGE)
    const page = await fetchPage({ limit, cursor: all.next_cursor })
    all.items = [...all.items, ...page.items]
    all.next_cursor = page.next_cursor
  }
  return all
}
