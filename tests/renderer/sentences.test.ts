/** What the desktop program says of a start, a connection and a copy put back, in both languages. */
import { failure, onServer, refusedCheck, settings } from './desktop-bridge.ts'
import { afterEach, describe, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import type * as ProblemsModule from '../../renderer/words/desktop-problems.ts'
import type * as SentencesModule from '../../renderer/words/sentences.ts'
import type { DesktopBridge, StartupFailure, StartupProblem } from '../../server/contracts/desktop.ts'
import { englishSentences, type Sentence } from '../../server/contracts/sentences.ts'
import { closeConsoles, consoleWith } from './other-console.ts'
import type * as PieceModule from './mount-piece.ts'

afterEach(closeConsoles)

const names = Object.keys(englishSentences) as Sentence['says'][]

/** What a sentence says where each fact in it is its name in brackets. */
function told(words: string | ((facts: never) => string)): string {
  const facts = new Proxy({}, { get: (_none, name) => `[${String(name)}]` })
  return typeof words === 'string' ? words : words(facts as never)
}

const factsIn = (text: string): string[] => (text.match(/\[\w+\]/g) ?? []).sort()

async function wordsOf(language: string) {
  const read = consoleWith([language])
  const { sentences } = (await read('/renderer/words/sentences.ts')) as typeof SentencesModule
  const { startupTitle } = (await read('/renderer/words/desktop-problems.ts')) as typeof ProblemsModule
  return { sentences, startupTitle }
}

describe('every sentence', () => {
  test('is whole in both languages, with the same facts in it', async () => {
    const [english, spanish] = [await wordsOf('en-GB'), await wordsOf('es-ES')]
    expect(Object.keys(spanish.sentences)).toEqual(Object.keys(english.sentences))
    for (const name of names) {
      const en = told(english.sentences[name])
      const es = told(spanish.sentences[name])
      expect(es, name).not.toBe(en)
      expect(factsIn(es), name).toEqual(factsIn(en))
      for (const text of [en, es]) {
        expect(text, name).toMatch(/^\S.{15,}(\.|\[said\])$/)
        expect(text, name).not.toMatch(/undefined|null|\[object/)
      }
    }
  })

  test('is in English what the terminal says', async () => {
    const { sentences } = await wordsOf('en-GB')
    for (const name of names) expect(told(sentences[name])).toBe(told(englishSentences[name]))
  })

  test('of a port has it in the title', async () => {
    const [english, spanish] = [await wordsOf('en-GB'), await wordsOf('es-ES')]
    const taken = failure({ problem: 'port_taken', sentence: { says: 'port_taken', port: 4780 } })
    const reserved = failure({ problem: 'port_taken', sentence: { says: 'port_reserved', port: 80 } })
    expect([taken, reserved].map(english.startupTitle)).toEqual([
      'Port 4780 is taken',
      'Port 80 may not be used',
    ])
    expect([taken, reserved].map(spanish.startupTitle)).toEqual([
      'El puerto 4780 está ocupado',
      'El puerto 80 no se puede usar',
    ])
  })
})

/** A piece of the desktop program's console in Spanish, in a frame of its own. */
async function showSpanish(path: string, props: Record<string, unknown>) {
  const read = consoleWith(['es-ES'])
  const [piece, { textOf }] = await Promise.all([
    read(path),
    read('/tests/renderer/mount-piece.ts') as unknown as Promise<typeof PieceModule>,
  ])
  textOf(piece['default'], props)
  const frame = document.querySelector<HTMLIFrameElement>('iframe.console:last-of-type')
  const { body } = frame!.contentDocument!
  return {
    text: () => body.innerText.replaceAll(/\s+/g, ' '),
    press: (name: string) =>
      userEvent.click([...body.querySelectorAll('button')].find((each) => each.innerText.trim() === name)!),
  }
}

const bridge = (answers: Partial<DesktopBridge>) => answers as DesktopBridge

describe('in Spanish', () => {
  test.for([
    [
      failure(),
      'No se llega al servidor de datos Ningún programa responde en db.store.example:5432. Comprueba el servidor y el puerto',
    ],
    [
      failure({ problem: 'in_use', sentence: { says: 'in_use_by', pid: 411, folder: '/datos' } }),
      'Otro Cuponera usa estos datos Otro Cuponera (proceso 411) está usando la carpeta de datos /datos.',
    ],
    [
      failure({ problem: 'port_taken', sentence: { says: 'port_taken', port: 4780 } }),
      'El puerto 4780 está ocupado En esta dirección responde otro programa',
    ],
  ] as [StartupFailure, string][])('a start that failed is told: $0.problem', async ([first, says]) => {
    const { text } = await showSpanish('/renderer/desktop/FailureFacts.svelte', { failure: first })
    expect(text()).toContain(says)
  })

  test('a setting is named, and what should be in it stands open', async () => {
    const detail = 'CUPONERA_PORT “eighty” is not a port.'
    const sentence = { says: 'setting_unusable', setting: 'CUPONERA_PORT' } as const
    const problem: StartupProblem = 'setting'
    const { text } = await showSpanish('/renderer/desktop/FailureFacts.svelte', {
      failure: failure({ problem, sentence, detail }),
    })
    expect(text()).toContain('CUPONERA_PORT no se puede usar tal como está puesta.')
    expect(text()).toContain(detail)
  })

  test('a connection that was tried says why it does not work', async () => {
    const desktop = bridge({ testConnection: async () => refusedCheck })
    const props = { desktop, settings: onServer(), occasion: 'not_started' }
    const { text, press } = await showSpanish('/renderer/desktop/ConnectionForm.svelte', props)
    await press('Probar la conexión')
    await expect
      .poll(text)
      .toContain(
        'El servidor rechazó la entrada El servidor en db.example:6543 rechaza este usuario y esta contraseña. Comprueba el usuario «luis»',
      )
  })

  test('a password that cannot be kept, and a port that is taken, say so', async () => {
    const key = bridge({ changeConnection: async () => ({ outcome: 'no_key_ring' }) })
    const props = { desktop: key, settings: onServer(), occasion: 'not_started' }
    const form = await showSpanish('/renderer/desktop/ConnectionForm.svelte', props)
    await form.press('Guardar y arrancar')
    await expect.poll(form.text).toMatch(/Este sistema no tiene llavero donde .* No ha cambiado nada\./)
    closeConsoles()

    const check = {
      ...refusedCheck,
      problem: 'failed',
      sentence: { says: 'other_port_taken', port: 4790 },
    } as const
    const port = bridge({ changePort: async () => ({ outcome: 'refused', check }) })
    const portForm = await showSpanish('/renderer/desktop/PortForm.svelte', {
      desktop: port,
      settings: settings({ port: 4790 }),
      occasion: 'not_started',
    })
    await portForm.press('Guardar y arrancar')
    await expect.poll(portForm.text).toContain('No ha cambiado nada. Otro programa ya usa el puerto 4790.')
  })

  test('a copy that was put back, or was not, says what became of it', async () => {
    const outcomes = [
      { restored: false, sentences: [{ says: 'no_copy', copy: '/media/usb' }, { says: 'nothing_changed' }] },
      {
        restored: true,
        sentences: [
          { says: 'restored', copy: '/copia' },
          { says: 'former_kept', aside: '/antes' },
        ],
      },
    ] as const
    const left = [...outcomes]
    const damaged = failure({ problem: 'damaged', remedies: ['restore'] })
    const desktop = bridge({
      restoreData: async () => left.shift() ?? null,
      startupFailure: async () => damaged,
    })
    const { text, press } = await showSpanish('/renderer/desktop/StartupFailureScreen.svelte', {
      desktop,
      failure: damaged,
    })
    await press('Restaurar una copia…')
    await expect
      .poll(text)
      .toMatch(/La copia no se restauró \/media\/usb no es copia .* PG_VERSION\. No ha cambiado nada\./)
    await press('Restaurar una copia…')
    await expect
      .poll(text)
      .toContain(
        'La copia está en su sitio Los datos de /copia están en su sitio. Lo que había antes se guarda en /antes.',
      )
  })
})
