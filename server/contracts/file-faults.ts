import { z } from 'zod'

/** Why a whole file is not taken: told alike in the server's sentence and, in its own language, on the screen. */

const columns = z.array(z.string()).describe('the cells of the first line, the first 50')

/** The `details` of `unreadable_csv`: what is wrong with the file, and where. */
export const fileFault = z.discriminatedUnion('fault', [
  z.object({ fault: z.literal('empty') }),
  z.object({ fault: z.literal('other_format'), format: z.enum(['zip', 'old_excel', 'pdf', 'compressed']) }),
  z.object({ fault: z.literal('not_utf8') }),
  z.object({ fault: z.literal('binary') }),
  z.object({ fault: z.literal('control_characters') }),
  z.object({ fault: z.literal('wrong_encoding') }),
  z.object({ fault: z.literal('open_quote'), line: z.int() }),
  z.object({ fault: z.literal('no_such_column'), column: z.string(), columns }),
  z.object({ fault: z.literal('no_code_column'), width: z.int(), columns }),
  z.object({ fault: z.literal('no_email_column'), columns }),
  z.object({ fault: z.literal('no_name_column'), columns }),
  z.object({ fault: z.literal('no_heading'), columns }),
  z.object({ fault: z.literal('doubled_column'), column: z.string(), columns }),
  z.object({ fault: z.literal('refused_lines'), received: z.int(), rejected: z.int() }),
])

export type FileFault = z.output<typeof fileFault>

type Facts<Fault extends FileFault['fault']> = Omit<Extract<FileFault, { fault: Fault }>, 'fault'>

/** A sentence for each fault; one that is missing does not compile. */
export type FileFaultWords = { [Fault in FileFault['fault']]: (facts: Facts<Fault>) => string }

/** The sentence for a fault, from the words of any language. */
export function sayFault(words: FileFaultWords, { fault, ...facts }: FileFault): string {
  return (words[fault] as (facts: object) => string)(facts)
}

const formats: Record<Facts<'other_format'>['format'], string> = {
  zip: 'an Excel workbook or another zip archive',
  old_excel: 'an old Excel workbook',
  pdf: 'a PDF',
  compressed: 'a compressed file',
}

/** The English words. @param write how a count is written. */
export const fileFaultWords = (write: (count: number) => string): FileFaultWords => ({
  empty: () => 'The file is empty.',
  other_format: ({ format }) => `This is ${formats[format]}, not CSV. Save it as CSV and import that.`,
  not_utf8: () => 'The file is not UTF-8. Leave the encoding to be detected, or choose another one.',
  binary: () => 'This is not a CSV file: it has bytes that no text has. If it is UTF-16, say so.',
  control_characters: () => 'This is not a CSV file: it has characters that no text has.',
  wrong_encoding: () => 'The file has bytes that do not belong to its encoding. Choose the encoding by hand.',
  open_quote: ({ line }) => `Line ${String(line)} opens a quotation mark that is not closed.`,
  no_such_column: ({ column }) => `The file has no column “${column}”.`,
  no_code_column: ({ width }) =>
    `The file has ${String(width)} columns and none of them is called “code”. Say which one holds the codes.`,
  no_email_column: () => 'No column of the file is called “email”.',
  no_name_column: () => 'No column of the file is called “name”.',
  no_heading: () => 'Name the columns in the first line: name, email and, if you like, external_id.',
  doubled_column: ({ column }) => `Two columns of the file are called “${column}”.`,
  refused_lines: ({ received, rejected }) =>
    `${write(rejected)} of ${write(received)} lines are refused, and all or none were asked for.`,
})
