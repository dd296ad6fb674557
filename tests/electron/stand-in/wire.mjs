/** The line to the test that started the program. Without a test, what the program does is just not told. */

/** @typedef {{ id: number, command: string, input?: any }} Command */

/** What the program set up, for the test to look into. @type {Record<string, unknown>} */
export const seen = {}

/** @type {Map<string, (input: any) => unknown>} */
const commands = new Map()
/** @type {Map<number, (value: any) => void>} */
const asked = new Map()
let questions = 0

/**
 * Tells the test that something happened.
 * @param {string} event
 * @param {object} [facts]
 */
export function tell(event, facts = {}) {
  process.send?.({ event, ...facts })
}

/**
 * Asks the test, as a dialog asks a person.
 * @param {string} kind
 * @param {object} options
 * @returns {Promise<any>}
 */
export function ask(kind, options) {
  questions += 1
  const id = questions
  tell('dialog', { id, kind, options: JSON.parse(JSON.stringify(options)) })
  return new Promise((resolve) => asked.set(id, resolve))
}

/**
 * Has the test do something to the program from outside, as a person or the system would.
 * @param {string} name
 * @param {(input: any) => unknown} act
 */
export function onCommand(name, act) {
  commands.set(name, act)
}

process.on('message', (/** @type {Command | { answer: number, value: unknown }} */ message) => {
  if ('answer' in message) asked.get(message.answer)?.(message.value)
  else void obey(message)
})
// The test's line keeps nothing alive.
process.channel?.unref()

onCommand('seen', () => seen)

/** @param {Command} command */
async function obey({ id, command, input }) {
  try {
    process.send?.({ reply: id, value: await commands.get(command)?.(input) })
  } catch (error) {
    process.send?.({ reply: id, error: String(error) })
  }
}

/** An event whose default can be prevented. @param {object} [facts] */
export function preventable(facts = {}) {
  const event = {
    ...facts,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}
