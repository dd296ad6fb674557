/** Preload, in the sandbox of the page: hands on the calls of the bridge and nothing else. */
import { contextBridge, ipcRenderer } from 'electron'
import { channels, type DesktopBridge } from './bridge-channels.ts'

const bridge: DesktopBridge = {
  version: () => ipcRenderer.invoke(channels.version) as Promise<string>,
  restart: () => ipcRenderer.invoke(channels.restart) as Promise<void>,
}

contextBridge.exposeInMainWorld('cuponera', bridge)
