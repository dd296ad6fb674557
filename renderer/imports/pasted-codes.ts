/**
 * Pasted text as a file of its own, so that it is read, tried and imported as one. Codes on a single line with separators between
 * them become lines; a column or a table copied from a spreadsheet is one already. Undefined where there is nothing.
 */
export function fileOfPaste(text: string, name: string): File | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  const lines = trimmed.includes('\n') ? trimmed : trimmed.split(/[,;\t]/).join('\n')
  return new File([lines, '\n'], name, { type: 'text/csv' })
}
