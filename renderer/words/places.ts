/** The names in the rail. */
export const railWords = {
  till: 'Till',
  books: 'Books',
  customers: 'Customers',
  pools: 'Pools',
  undoRequests: 'Undo',
  activity: 'Activity',
  reports: 'Reports',
  myCoupons: 'My coupons',
  settings: 'Settings',
} as const

export const frameWords = {
  skip: 'Skip to the screen',
  rail: 'Places',
  more: 'More',
  waiting: (count: string) => `${count} waiting`,
  menu: 'Your account',
  profile: 'Profile and password',
  theme: 'Appearance',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  logOut: 'Log out',
  notFoundTitle: 'There is nothing at this address',
  notFoundNext: 'The link may be old, or a letter is missing.',
  notAllowedTitle: 'Your role does not open this screen',
  notAllowedNext: 'Ask a manager or an administrator if you need it.',
  goHome: 'Go to the start',
  notBroughtTitle: 'This screen could not be loaded',
  notBroughtNext: 'The server is away, or it was just updated. Load the console again.',
  loadAgain: 'Load again',
} as const
