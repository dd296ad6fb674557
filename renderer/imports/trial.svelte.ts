import { uploadCodes, type Import } from '../../server/contracts/imports.ts'
import { ApiError, isAbort } from '../api/errors.ts'
import { upload } from '../api/upload.ts'
import { detectAll, queryOf, type Delimiter, type Encoding, type ImportOptions } from './import-options.ts'
import { readPreview, type Preview } from './file-preview.ts'

/** A chosen file, how it is read, and what the server's trial run says of it. Every change of either begins a new trial. */
export class Trial {
  file: File | undefined = $state.raw()
  options: ImportOptions = $state.raw(detectAll)
  /** Undefined while it is read; null for what cannot be shown as text. */
  preview: Preview | null | undefined = $state.raw()
  report: Import | undefined = $state.raw()
  error: unknown = $state.raw()
  /** The first line's cells, where the server cannot tell which column holds the codes. */
  columns: string[] | undefined = $state.raw()
  /** How much of the file has been sent, from 0 to 1; null when the server reads it. */
  sent: number | null = $state(0)
  readonly #bookId: string
  #current: AbortController | undefined

  constructor(bookId: string) {
    this.#bookId = bookId
  }

  /** The server cannot tell which column holds the codes, and nobody has said so yet. */
  get asksForColumn(): boolean {
    return this.columns !== undefined && this.options.column === ''
  }

  /** Takes a file; undefined gives up the present one. */
  take(file: File | undefined): void {
    this.file = file
    this.options = detectAll
    this.columns = undefined
    this.preview = undefined
    void this.check()
  }

  set(change: Partial<ImportOptions>): void {
    this.options = { ...this.options, ...change }
    void this.check()
  }

  stop(): void {
    this.#current?.abort()
  }

  async check(): Promise<void> {
    this.stop()
    const { file, options } = this
    const mine = (this.#current = new AbortController())
    this.report = this.error = undefined
    this.sent = 0
    if (!file) return
    void this.#show(file, options, undefined)
    try {
      const report = await this.#send(file, options, mine.signal)
      if (mine !== this.#current) return
      this.report = report
      this.columns = undefined
      void this.#show(file, options, report)
    } catch (error) {
      if (mine !== this.#current || isAbort(error)) return
      this.error = error
      this.columns = columnsOf(error) ?? this.columns
    }
  }

  #send(file: File, options: ImportOptions, signal: AbortSignal): Promise<Import> {
    return upload(uploadCodes, {
      params: { id: this.#bookId },
      query: { ...queryOf(options, file.name), dry_run: true },
      file,
      signal,
      onProgress: (sent, total) => {
        if (!signal.aborted) this.sent = sent < total ? sent / total : null
      },
    })
  }

  /** Shows the first lines as the server read them; before it has answered, as they seem to be. */
  async #show(file: File, options: ImportOptions, report: Import | undefined): Promise<void> {
    const encoding = options.encoding || (report?.encoding as Encoding | null | undefined)
    const delimiter = options.delimiter || (report?.delimiter as Delimiter | null | undefined)
    const preview = await readPreview(file, { encoding: encoding ?? undefined, delimiter }).catch(
      () => undefined,
    )
    if (file === this.file && options === this.options) this.preview = preview ?? null
  }
}

function columnsOf(error: unknown): string[] | undefined {
  if (!(error instanceof ApiError) || error.code !== 'unreadable_csv') return undefined
  const { columns } = error.details
  return Array.isArray(columns) ? columns.map(String) : undefined
}
