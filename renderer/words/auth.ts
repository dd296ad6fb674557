import { inLanguage, type Translated } from '../ui/language.ts'

const en = {
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
  setUpZone: (zone: string) =>
    `Days and times will be those of ${zone}, as on this computer. The settings can change that.`,
  againTitle: 'Your session has ended',
  againLead: (name: string) => `${name}, log in again to go on. What you see stays as it is.`,
  someoneElse: 'Log in as somebody else',
  people: 'Lately at this till',
  forget: (name: string) => `Forget ${name} on this computer`,
  logInAs: (name: string) => `Welcome back, ${name}.`,
  stillHeld: (count: number, text: string) =>
    count === 1 ? 'You still hold a lock' : `You still hold ${text} locks`,
  stillHeldNext: 'Let go, so that whoever comes next can go on at once. Nothing is redeemed by that.',
  letGoAndLogOut: 'Let go and log out',
} as const

const es: Translated<typeof en> = {
  logInTitle: 'Entrar',
  logIn: 'Entrar',
  logInTo: (store) => (store === '' ? 'Hola de nuevo.' : `Hola de nuevo en ${store}.`),
  email: 'Correo electrónico',
  password: 'Contraseña',
  newAccount: '¿Aún no tienes cuenta?',
  makeOne: 'Crear una',
  haveAccount: '¿Ya tienes cuenta?',
  registerTitle: 'Crear una cuenta',
  registerLead: 'Con ella ves tus cupones y los usas en la tienda.',
  register: 'Crear la cuenta',
  name: 'Tu nombre',
  passwordHint:
    'Al menos 8 caracteres. Varias palabras son más fáciles de recordar y más difíciles de adivinar.',
  setUpTitle: 'Te damos la bienvenida a Cuponera',
  setUpLead:
    'Crea la primera cuenta. Es la del administrador: puede hacerlo todo, también crear las demás cuentas.',
  setUp: 'Poner en marcha la tienda',
  setUpZone: (zone) =>
    `Los días y las horas serán los de ${zone}, como en este ordenador. Se puede cambiar en los ajustes.`,
  againTitle: 'Tu sesión ha terminado',
  againLead: (name) => `${name}, vuelve a entrar para continuar. Lo que ves se queda como está.`,
  someoneElse: 'Entrar con otra cuenta',
  people: 'Últimas personas en esta caja',
  forget: (name) => `Olvidar a ${name} en este equipo`,
  logInAs: (name) => `Hola de nuevo, ${name}.`,
  stillHeld: (count, text) => (count === 1 ? 'Todavía tienes un bloqueo' : `Todavía tienes ${text} bloqueos`),
  stillHeldNext: 'Al soltar, quien venga puede seguir enseguida. Con eso no se canjea nada.',
  letGoAndLogOut: 'Soltar y salir',
}

/** The words of set-up, log-in, registration and leaving. */
export const authWords = inLanguage(en, es)
