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
} as const
