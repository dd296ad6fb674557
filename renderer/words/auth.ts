/** The words of set-up, log-in and registration. */
export const authWords = {
  logInTitle: 'Log in',
  logIn: 'Log in',
  logInTo: (store: string) => (store === '' ? 'Welcome back.' : `Welcome back to ${store}.`),
  email: 'E-mail',
  password: 'Password',
  newAccount: 'No account yet?',
  makeOne: 'Make one',
  haveAccount: 'You have an account?',
  registerTitle: 'Make an account',
  registerLead: 'With it you see your coupons and use them in the store.',
  register: 'Make the account',
  name: 'Your name',
  passwordHint: 'At least 8 characters. A few words are easier to remember and harder to guess.',
  setUpTitle: 'Welcome to Cuponera',
  setUpLead:
    'Make the first account. It is the administrator’s: it may do everything, also make the other accounts.',
  setUp: 'Set up the store',
  againTitle: 'Your session has ended',
  againLead: (name: string) => `${name}, log in again to go on. What you see stays as it is.`,
  someoneElse: 'Log in as somebody else',
} as const
