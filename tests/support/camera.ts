/** A camera before which a label lies, for Chromium: a file of a few pictures, shown over and over. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import encodeQR from 'qr'

const [width, height] = [320, 240]

/** The arguments that give Chromium a camera, which sees no code, and grant it to every page. */
export const cameraArgs = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

/** The arguments that give Chromium a camera which sees this text as a QR code, and grants it to every page. */
export function cameraBefore(text: string): { args: string[]; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'cuponera-camera-'))
  const file = join(folder, 'label.y4m')
  const frame = Buffer.concat([Buffer.from('FRAME\n'), picture(text)])
  writeFileSync(
    file,
    Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`), frame, frame]),
  )
  return {
    args: [...cameraArgs, `--use-file-for-fake-video-capture=${file}`],
    remove: () => rmSync(folder, { recursive: true }),
  }
}

/** One picture: how light each point is, then its colour at a quarter of the size, here none. */
function picture(text: string): Buffer {
  const rows = encodeQR(text, 'raw', { border: 4 })
  const side = Math.floor(height / rows.length)
  const light = Buffer.alloc(width * height, 235)
  const left = Math.floor((width - side * rows.length) / 2)
  for (const [y, row] of rows.entries())
    for (const [x, isDark] of row.entries())
      if (isDark)
        for (let line = 0; line < side; line += 1) {
          const from = (y * side + line) * width + left + x * side
          light.fill(16, from, from + side)
        }
  return Buffer.concat([light, Buffer.alloc((width * height) / 2, 128)])
}
