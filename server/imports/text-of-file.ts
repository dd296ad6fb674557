import type { FileFault } from '../contracts/file-faults.ts'
import type { encodings } from '../contracts/imports.ts'
import { unreadable } from './errors.ts'
import type { SpooledFile } from './spool.ts'

export type Encoding = (typeof encodings)[number]

// Files that people take for CSV because a spreadsheet opens them.
const known: { magic: Buffer; format: Extract<FileFault, { fault: 'other_format' }>['format'] }[] = [
  { magic: Buffer.from('PK\x03\x04', 'latin1'), format: 'zip' },
  { magic: Buffer.from('d0cf11e0', 'hex'), format: 'old_excel' },
  { magic: Buffer.from('%PDF', 'latin1'), format: 'pdf' },
  { magic: Buffer.from('1f8b', 'hex'), format: 'compressed' },
]

// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u0019\u001b-\u001f]/

/**
 * The encoding of a file: what the caller says, its byte order mark, UTF-8 where all of it is, else Windows-1252.
 *
 * @throws DomainError `unreadable_csv` for what is no text.
 */
export function chooseEncoding(file: SpooledFile, given: Encoding | undefined): Encoding {
  const alien = known.find(({ magic }) => file.head.subarray(0, magic.length).equals(magic))
  if (alien) throw unreadable({ fault: 'other_format', format: alien.format })
  const encoding = given ?? markOf(file.head) ?? (file.isUtf8 ? 'utf-8' : 'windows-1252')
  if (encoding === 'utf-8' && !file.isUtf8) throw unreadable({ fault: 'not_utf8' })
  if (file.hasNul && !encoding.startsWith('utf-16')) throw unreadable({ fault: 'binary' })
  if (encoding === 'windows-1252' && controls.test(headText(file, encoding)))
    throw unreadable({ fault: 'control_characters' })
  return encoding
}

function markOf(head: Buffer): Encoding | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  return undefined
}

/** The beginning of the text, its line breaks as `\n`, cut anywhere. */
export function headText(file: SpooledFile, encoding: Encoding): string {
  return withLineFeeds(decoderOf(encoding, false)(file.head, true))
}

/**
 * The text in pieces, without byte order mark, every line break (CRLF, CR, LF, mixed as it may be) as `\n`.
 *
 * @throws DomainError `unreadable_csv` where the bytes are not in this encoding.
 */
export async function* textOf(file: SpooledFile, encoding: Encoding): AsyncGenerator<string> {
  const decode = decoderOf(encoding, true)
  // A CR at the end of a piece may be half of a CRLF.
  let held = ''
  for await (const chunk of file.chunks()) {
    const text = held + readable(() => decode(chunk, true))
    held = text.endsWith('\r') ? '\r' : ''
    const piece = withLineFeeds(held === '' ? text : text.slice(0, -1))
    if (piece !== '') yield piece
  }
  const rest = withLineFeeds(held + readable(() => decode(Buffer.alloc(0), false)))
  if (rest !== '') yield rest
}

// What Windows-1252 has where Latin-1 has controls. TextDecoder gives the controls, in some versions of Node and some calls.
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function decoderOf(encoding: Encoding, fatal: boolean): (bytes: Buffer, stream: boolean) => string {
  if (encoding !== 'windows-1252') {
    const decoder = new TextDecoder(encoding, { fatal })
    return (bytes, stream) => decoder.decode(bytes, { stream })
  }

  const gap = /[\u0080-\u009f]/g
  return (bytes) =>
    bytes.toString('latin1').replace(gap, (char) => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? char)
}

function readable(run: () => string): string {
  let text: string
  try {
    text = run()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw unreadable({ fault: 'wrong_encoding' })
  }
  if (text.includes('\0')) throw unreadable({ fault: 'control_characters' })
  return text
}

function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}
