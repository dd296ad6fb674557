import type { DesktopBridge } from '../../server/contracts/desktop.ts'

declare global {
  interface Window {
    cuponera?: DesktopBridge
  }
}

/**
 * What the desktop program does for the console; undefined in a browser, which does without it. What is handed over is plain data:
 * a `$state` proxy cannot cross (`$state.snapshot`). A call that is refused or fails throws an Error that says why.
 */
export const desktop: DesktopBridge | undefined = window.cuponera
