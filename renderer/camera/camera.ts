import { decodeQR } from 'qr/decode.js'

/** Why there is no picture. `refused`: by the person or the system. `inUse`: another program has it. */
export type CameraProblem = 'refused' | 'none' | 'inUse' | 'failed'

const problems: Record<string, CameraProblem> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'inUse',
  AbortError: 'inUse',
}

export function problemOf(error: unknown): CameraProblem {
  return (error instanceof DOMException ? problems[error.name] : undefined) ?? 'failed'
}

/**
 * Shows the camera in `video`, the one at the back where there are two, until `signal` ends it; the camera is let go then, also when the
 * person was still being asked. `onlost`: it was unplugged, or taken away.
 *
 * @throws DOMException as `getUserMedia` does; {@link problemOf} names it.
 */
export async function showCamera(
  video: HTMLVideoElement,
  signal: AbortSignal,
  onlost: () => void,
): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 } },
  })
  const letGo = (): void => {
    for (const track of stream.getTracks()) track.stop()
    video.srcObject = null
  }
  if (signal.aborted) return letGo()
  signal.addEventListener('abort', letGo)
  for (const track of stream.getTracks()) track.addEventListener('ended', onlost)
  video.srcObject = stream
  await video.play()
}

/** Pictures are looked at this often: a hand holds a code still for longer, and a slow computer has time for the rest. */
const everyMs = 100
/** Enough for a code that fills a quarter of the width; more only takes longer. */
const longestSide = 960

/** Reads the QR codes that a playing video shows, until `signal` ends it: `onread` gets the text of each picture that has one. */
export function readCodes(
  video: HTMLVideoElement,
  signal: AbortSignal,
  onread: (text: string) => void,
): void {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const look = (): void => {
    if (signal.aborted || !context) return
    const text = video.videoWidth > 0 ? read(video, context) : undefined
    if (text !== undefined) onread(text)
    setTimeout(look, everyMs)
  }
  look()
}

function read(video: HTMLVideoElement, context: CanvasRenderingContext2D): string | undefined {
  const { canvas } = context
  const scale = Math.min(1, longestSide / Math.max(video.videoWidth, video.videoHeight))
  const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)]
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height]
  context.drawImage(video, 0, 0, width, height)
  try {
    return decodeQR(context.getImageData(0, 0, width, height))
  } catch {
    // Most pictures show none, which the reader says by throwing.
    return undefined
  }
}
