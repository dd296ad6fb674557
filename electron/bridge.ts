/** Main process: answers the calls of the page, each only to the console's own top frame. */
import { app, ipcMain, type IpcMainInvokeEvent } from 'electron'
import { channels, type DesktopBridge } from './bridge-channels.ts'
import { isAt } from './navigation.ts'

/** Listens to the page at `origin`. */
export function offerBridge(origin: string): void {
  const bridge: DesktopBridge = {
    version: async () => app.getVersion(),
    restart: async () => {
      app.relaunch()
      app.quit()
    },
  }
  for (const name of Object.keys(channels) as (keyof DesktopBridge)[])
    ipcMain.handle(channels[name], (event) => {
      refuseOthers(event, origin)
      return bridge[name]()
    })
}

function refuseOthers({ senderFrame }: IpcMainInvokeEvent, origin: string): void {
  const isOurs = senderFrame?.parent === null && isAt(senderFrame.url, origin)
  if (!isOurs) throw new Error('Only the console may ask this.')
}
