/** The few words that components say by themselves; everything else is handed to them. */
export const uiWords = {
  busy: 'Working…',
  cancel: 'Cancel',
  chooseFile: 'Choose a file',
  clear: 'Clear the search',
  close: 'Close',
  copied: 'Copied',
  copy: 'Copy',
  dropHere: 'or drop it here',
  hidePassword: 'Hide the password',
  loadMore: 'Load more',
  loading: 'Loading',
  optional: 'optional',
  shown: (count: string) => `${count} shown`,
  showPassword: 'Show the password',
  tryAgain: 'Try again',
  /** Beside a countdown. */
  phase: { ample: 'Time enough', soon: 'Soon over', last: 'Last seconds', over: 'Over' },
  /** Said once, when a phase of a countdown begins. */
  timer: {
    soon: (label: string, left: string) => `${label}: ${left} left`,
    last: (label: string, left: string) => `${label}: only ${left} left`,
    over: (label: string) => `${label}: time is over`,
  },
  timeLeft: (label: string, left: string) => `${label}: ${left}`,
} as const
