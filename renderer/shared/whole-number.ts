/** A whole number from 1 to `most` as somebody typed it, `1,000` too; undefined for anything else. */
export function wholeNumber(typed: string, most: number): number | undefined {
  const text = typed.trim().replace(/(?<=\d),(?=\d{3})/g, '')
  const value = /^\d{1,7}$/.test(text) ? Number(text) : 0
  return value >= 1 && value <= most ? value : undefined
}
