import { vi } from 'vitest'

/** A file as it left the page. */
export interface Sent {
  query: Record<string, string>
  prefer: string | null
  accept: string | null
  text: string
  aborted: boolean
}

/**
 * Stands where the network is for files: they are sent by XMLHttpRequest, the only one that tells how far it is. What was sent is
 * kept here; what is answered comes from `network()`, by the same routes as everything else.
 */
export function uploads() {
  const sent: Sent[] = []
  let gate: Promise<void> | undefined

  class FileRequest {
    status = 0
    responseText = ''
    onload: (() => void) | null = null
    onerror: (() => void) | null = null
    onabort: (() => void) | null = null
    readonly upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null } = {
      onprogress: null,
    }
    readonly #headers = new Headers()
    #method = ''
    #address = ''
    #reply: Response | undefined
    #record: Sent | undefined

    open(method: string, address: string): void {
      this.#method = method
      this.#address = address
    }

    setRequestHeader(name: string, value: string): void {
      this.#headers.set(name, value)
    }

    getResponseHeader(name: string): string | null {
      return this.#reply?.headers.get(name) ?? null
    }

    abort(): void {
      if (this.#record) this.#record.aborted = true
      this.onabort?.()
    }

    send(file: File): void {
      void this.#send(file)
    }

    async #send(file: File): Promise<void> {
      const url = new URL(this.#address, window.location.href)
      const record = (this.#record = {
        query: Object.fromEntries(url.searchParams),
        prefer: this.#headers.get('prefer'),
        accept: this.#headers.get('accept'),
        text: await file.slice(0, 10_000).text(),
        aborted: false,
      })
      sent.push(record)
      this.upload.onprogress?.({ loaded: 0, total: file.size })
      if (record.query['dry_run'] !== 'true') await gate
      if (record.aborted) return
      this.upload.onprogress?.({ loaded: file.size, total: file.size })
      try {
        this.#reply = await fetch(url.href, { method: this.#method, headers: this.#headers })
        this.status = this.#reply.status
        this.responseText = await this.#reply.text()
        this.onload?.()
      } catch {
        this.onerror?.()
      }
    }
  }

  vi.stubGlobal('XMLHttpRequest', FileRequest)

  return {
    sent,
    /** From now on an import's file stays on its way until the returned function lets it through. */
    hold(): () => void {
      let open: () => void = () => undefined
      gate = new Promise((resolve) => (open = resolve))
      return open
    },
  }
}
