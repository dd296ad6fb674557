/** The chord that opens what finds everything, as this computer's keyboard names it: for people, and for `aria-keyshortcuts`. */
export const findChord = navigator.userAgent.includes('Mac')
  ? { keys: '⌘K', shortcut: 'Meta+K' }
  : { keys: 'Ctrl K', shortcut: 'Control+K' }
