import encodeQR from 'qr'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { page as browser, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../renderer/app.css'
import ScanField from '../../renderer/till/ScanField.svelte'

/** The camera at the till: a stream of our own stands where the camera's is; what reads it is the real thing. */

const devices = navigator.mediaDevices
const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0)) end()
  vi.restoreAllMocks()
})

const button = () => browser.getByRole('button', { name: 'Use the camera' })
const dialog = () => browser.getByRole('dialog', { name: 'Show the code to the camera' })

function camerasAre(...kinds: MediaDeviceKind[]): void {
  const found = kinds.map((kind) => ({ kind, deviceId: '', groupId: '', label: '', toJSON: () => ({}) }))
  vi.spyOn(devices, 'enumerateDevices').mockResolvedValue(found)
}

/** A camera before which lies a label with this text. */
function cameraBefore(text: string): MediaStream {
  const rows = encodeQR(text, 'raw', { border: 4 })
  const canvas = document.createElement('canvas')
  ;[canvas.width, canvas.height] = [640, 480]
  const context = canvas.getContext('2d')
  if (!context) throw new Error('there is no canvas')
  const side = Math.floor(400 / rows.length)
  const draw = (): void => {
    context.fillStyle = 'white'
    context.fillRect(0, 0, 640, 480)
    context.fillStyle = 'black'
    for (const [y, row] of rows.entries())
      for (const [x, isDark] of row.entries())
        if (isDark) context.fillRect(120 + x * side, 40 + y * side, side, side)
  }
  const stream = canvas.captureStream(20)
  const timer = setInterval(draw, 50)
  ends.push(() => clearInterval(timer))
  draw()
  return stream
}

async function openCamera(answer: () => Promise<MediaStream>) {
  camerasAre('videoinput')
  const asked = vi.spyOn(devices, 'getUserMedia').mockImplementation(answer)
  const onscan = vi.fn()
  await render(ScanField, { onscan, onempty: vi.fn() })
  await button().click()
  return { asked, onscan }
}

const refusing = (name: string) => () => Promise.reject(new DOMException('', name))
const isOver = (stream: MediaStream) => stream.getTracks().every((track) => track.readyState === 'ended')

describe('without a camera', () => {
  test('nothing speaks of one, until one is plugged in', async () => {
    camerasAre('audioinput')
    await render(ScanField, { onscan: vi.fn(), onempty: vi.fn() })
    await expect.element(browser.getByRole('button', { name: 'Look up' })).toBeVisible()
    expect(button().query()).toBeNull()
    camerasAre('audioinput', 'videoinput')
    devices.dispatchEvent(new Event('devicechange'))
    await expect.element(button()).toBeVisible()
  })

  test.each([
    ['NotAllowedError', 'The camera is not allowed', /Allow it for this page/],
    ['NotFoundError', 'No camera was found', /Plug one in/],
    ['NotReadableError', 'Another program has the camera', /Close what uses it/],
    ['TypeError', 'The camera gives no picture', /Unplug it/],
  ])('%s says what to do', async (name, title, next) => {
    await openCamera(refusing(name))
    await expect.element(dialog().getByText(title)).toBeVisible()
    await expect.element(dialog().getByText(next)).toBeVisible()
  })

  test('what was in the way is tried again', async () => {
    const { asked, onscan } = await openCamera(refusing('NotReadableError'))
    await expect.element(dialog().getByText('Another program has the camera')).toBeVisible()
    asked.mockResolvedValue(cameraBefore('SUMR-7K2M'))
    await dialog().getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => onscan.mock.calls).toEqual([['SUMR-7K2M']])
  })
})

describe('the camera', () => {
  test('reads a code like a scan, is let go, and leads back to the field', async () => {
    const stream = cameraBefore('SUMR-7K2M-9XQP')
    const { asked, onscan } = await openCamera(() => Promise.resolve(stream))
    await expect.poll(() => onscan.mock.calls).toEqual([['SUMR-7K2M-9XQP']])
    await expect.poll(() => dialog().query()).toBeNull()
    expect(isOver(stream)).toBe(true)
    expect(asked.mock.calls[0]?.[0]).toMatchObject({ audio: false })
    await expect.element(browser.getByLabelText('Scan or type a code')).toHaveFocus()
  })

  test('goes on where a picture holds something else', async () => {
    const stream = cameraBefore('https://shop.example/?a=1')
    const { onscan } = await openCamera(() => Promise.resolve(stream))
    await expect.element(dialog().getByText('This QR code holds no code of a coupon.')).toBeVisible()
    expect(onscan).not.toHaveBeenCalled()
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => isOver(stream)).toBe(true)
  })

  test('that is granted after the dialog was closed is let go at once', async () => {
    const stream = cameraBefore('SUMR-7K2M')
    let grant = (): void => undefined
    const { onscan } = await openCamera(() => new Promise((resolve) => (grant = () => resolve(stream))))
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => dialog().query()).toBeNull()
    grant()
    await expect.poll(() => isOver(stream)).toBe(true)
    expect(onscan).not.toHaveBeenCalled()
  })

  test('that is unplugged says so', async () => {
    const stream = cameraBefore('https://shop.example')
    await openCamera(() => Promise.resolve(stream))
    await expect.element(dialog().getByText('This QR code holds no code of a coupon.')).toBeVisible()
    for (const track of stream.getTracks()) track.dispatchEvent(new Event('ended'))
    await expect.element(dialog().getByText('The camera gives no picture')).toBeVisible()
    expect(isOver(stream)).toBe(true)
  })
})
