import { ApiError } from '../api/errors.ts'
import type { StateLook } from '../ui/state-look.ts'
import { wordsFor, type ProblemWords } from './problems.ts'

/** The words of taking a redemption back: by a manager at once, or asked for by staff. */
export const undoWords = {
  undo: 'Undo',
  ask: 'Ask to undo',
  decide: 'Decide',
  undoOne: (receipt: string, code: string) => `Undo receipt ${receipt}, ${code}`,
  askOne: (receipt: string, code: string) => `Ask to undo receipt ${receipt}, ${code}`,
  decideOne: (receipt: string, code: string) => `Decide on receipt ${receipt}, ${code}`,

  undoTitle: 'Undo this redemption?',
  undoLead: 'It stays in the history, marked as undone, with your name and the reason.',
  askTitle: 'Ask to undo this redemption',
  askLead: 'A manager decides. You see the answer beside the redemption.',
  decideTitle: 'Undo this redemption?',
  decideLead: (name: string) => `${name} asks for it:`,

  uses: 'Uses',
  code: 'Code',
  receipt: 'Receipt',
  byAt: (name: string, till: string | null) => (till === null ? name : `${name} at ${till}`),

  disposition: 'What becomes of the coupon',
  dispositions: {
    return: { label: 'Give it back', hint: 'Its owner can use it again.' },
    void: { label: 'Void it', hint: 'Nobody can ever use it again.' },
  },
  reason: 'Reason',
  reasonHint: 'Stands in the history of the coupon, such as “Scanned twice”.',
  reasonNeeded: 'Say why.',
  confirm: { return: 'Undo and give it back', void: 'Undo and void it' },
  grant: { return: 'Grant and give it back', void: 'Grant and void it' },
  refuse: 'Refuse',
  sendRequest: 'Ask a manager',
  keep: 'Keep it',

  done: { return: 'Undone: the coupon can be used again', void: 'Undone: the coupon is void' },
  asked: 'A manager has been asked',
  refused: 'The request is refused',

  title: 'Undo requests',
  lead: { manager: 'What colleagues ask to have undone.', staff: 'What you asked to have undone.' },
  filter: 'Which requests',
  filters: { open: 'Open', granted: 'Granted', refused: 'Refused', all: 'All' },
  list: 'Requests',
  askedWhen: 'Asked',
  askedBy: 'By',
  why: 'Reason',
  state: 'State',
  decidedBy: (name: string) => `by ${name}`,
  noneOpenTitle: 'Nothing waits for you',
  noneOpenNext: 'When staff ask to undo a redemption, it appears here and counts in the rail.',
  noneOfMineTitle: 'You have asked for nothing',
  noneOfMineNext: 'At the till, each redemption of your shift can be asked to be undone.',
  noneTitle: 'No request of this kind',
  showAll: 'Show all requests',
  openCount: (count: string) => `${count} to be decided`,
} as const

/** How a redemption stands, with what was asked about it. */
export const redemptionLook = {
  counts: { word: 'Counts', tone: 'good', shape: 'check' },
  undone: { word: 'Undone', tone: 'over', shape: 'bar' },
} as const satisfies Record<string, StateLook>

export const undoRequestLook = {
  open: { word: 'Undo asked', tone: 'held', shape: 'half' },
  granted: { word: 'Undo granted', tone: 'good', shape: 'check' },
  refused: { word: 'Undo refused', tone: 'refused', shape: 'cross' },
} as const satisfies Record<string, StateLook>

/** The words for a refusal of an undo, where what to do next differs from elsewhere. */
export function wordsForUndo(error: unknown, doing: 'ask' | 'undo' | 'decide'): ProblemWords {
  const code = error instanceof ApiError ? error.code : undefined
  if (code === 'invalid_state')
    return doing === 'ask'
      ? {
          title: 'This was asked for already',
          next: 'A manager has yet to decide. Close this; the answer appears beside the redemption.',
        }
      : { title: 'Somebody has decided this already', next: 'Close this; the list tells what was decided.' }
  if (code === 'already_rolled_back')
    return { title: 'This redemption was undone already', next: 'Close this; there is nothing left to do.' }
  if (code === 'coupon_void')
    return {
      title: 'The coupon is void by now',
      next: 'What is void stays void, so this use cannot be taken back. Give the customer another coupon.',
    }
  if (code === 'coupon_locked') {
    const { title, next } = wordsFor(error)
    return { title, next: `${next} Then undo it.` }
  }
  return wordsFor(error)
}
