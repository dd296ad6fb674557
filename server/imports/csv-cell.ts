// A spreadsheet runs what begins with one of these, also after spaces (promises.md, *CSV*).
const runs = /^\s*[=+\-@\t\r\n]|^[\t\r\n]/
const needsQuotes = /[",;\t\r\n]|^\s|\s$/

/** A cell of a CSV that people will open in a spreadsheet: never a formula, whatever its text. */
function csvCell(text: string): string {
  const guarded = runs.test(text) ? `'${text}` : text
  return needsQuotes.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/** A record of such a CSV, with its line break. */
export function csvRecord(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => csvCell(String(cell))).join(',')}\r\n`
}
