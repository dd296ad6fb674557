/** Where the table begins in a file, for the server and for the preview in the page. */

/** The line of its own by which Excel, and what writes for it, says what the delimiter is. */
const DELIMITER_LINE = /^"?sep=([,;\t|])"?(?:\n|$)/i

/** The delimiter that a file names in its first line; undefined where that line says nothing of it. `text` has `\n` alone. */
export function namedDelimiter(text: string): string | undefined {
  return DELIMITER_LINE.exec(text)?.[1]
}

/** How many rows of a file's beginning stand above its table: the line that names the delimiter, and rows with nothing in them. */
export function rowsAbove(rows: readonly string[][], isDelimiterNamed: boolean): number {
  const first = rows.findIndex((cells, at) => !(isDelimiterNamed && at === 0) && !isBlank(cells))
  return first === -1 ? 0 : first
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '')
}
