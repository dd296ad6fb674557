/** Preload, in the sandbox of the page: hands on the calls of the bridge and nothing else. */
import { contextBridge, ipcRenderer } from 'electron'
import { channels, resumed, type Answer } from './bridge-channels.ts'

async function ask(channel: string, input: unknown): Promise<unknown> {
  const answer = (await ipcRenderer.invoke(channel, input)) as Answer
  if ('refusal' in answer) throw new Error(answer.refusal)
  return answer.value
}

function onResume(listener: () => void): () => void {
  // The event stays here: it would hand the page the means to send anything.
  const heard = (): void => {
    listener()
  }
  ipcRenderer.on(resumed, heard)
  return () => {
    ipcRenderer.off(resumed, heard)
  }
}

const calls = Object.entries(channels).map(([name, channel]) => [
  name,
  (input: unknown) => ask(channel, input),
])

contextBridge.exposeInMainWorld('cuponera', { ...Object.fromEntries(calls), onResume })
