import type { CameraProblem } from '../camera/camera.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const cameraEn = {
  use: 'Use the camera',
  title: 'Show the code to the camera',
  lead: 'Hold its QR code into the square.',
  picture: 'What the camera sees',
  starting: 'The camera starts …',
  notACode: 'This QR code holds no code of a coupon.',
  again: 'Try again',
  problems: {
    refused: {
      title: 'The camera is not allowed',
      next: 'Allow it for this page, beside the address or in the system’s settings, and try again. A code can always be typed.',
    },
    none: { title: 'No camera was found', next: 'Plug one in, and try again. A code can always be typed.' },
    inUse: {
      title: 'Another program has the camera',
      next: 'Close what uses it, such as a video call, and try again.',
    },
    failed: {
      title: 'The camera gives no picture',
      next: 'Unplug it and plug it in again, or restart the computer; then try again.',
    },
  } satisfies Record<CameraProblem, { title: string; next: string }>,
} as const

const cameraEs: Translated<typeof cameraEn> = {
  use: 'Usar la cámara',
  title: 'Enseña el código a la cámara',
  lead: 'Pon su código QR dentro del cuadrado.',
  picture: 'Lo que ve la cámara',
  starting: 'La cámara se está encendiendo…',
  notACode: 'Este código QR no contiene el código de un cupón.',
  again: 'Intentarlo otra vez',
  problems: {
    refused: {
      title: 'La cámara no está permitida',
      next: 'Permítela para esta página, junto a la dirección o en los ajustes del sistema, e inténtalo otra vez. El código siempre se puede escribir.',
    },
    none: {
      title: 'No se encontró ninguna cámara',
      next: 'Conecta una e inténtalo otra vez. El código siempre se puede escribir.',
    },
    inUse: {
      title: 'Otro programa tiene la cámara',
      next: 'Cierra lo que la usa, por ejemplo una videollamada, e inténtalo otra vez.',
    },
    failed: {
      title: 'La cámara no da imagen',
      next: 'Desconéctala y vuelve a conectarla, o reinicia el equipo; luego inténtalo otra vez.',
    },
  },
}

/** The words of reading a code with the camera. */
export const cameraWords = inLanguage(cameraEn, cameraEs)
