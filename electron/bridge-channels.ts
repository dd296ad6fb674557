/** Main process and preload: what a page of the desktop program can ask of it, and under which names it travels. */

export const channels = { version: 'cuponera:version', restart: 'cuponera:restart' } as const

/** `window.cuponera` in the desktop program; a browser has none. */
export interface DesktopBridge {
  /** The version of the installed program, such as 1.4.0. */
  version(): Promise<string>
  /** Ends the program in order and starts it again. */
  restart(): Promise<void>
}
