import { inLanguage, type Translated } from '../ui/language.ts'

const railEn = {
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

const frameEn = {
  skip: 'Skip to the screen',
  rail: 'Places',
  more: 'More',
  waiting: (count: string) => `${count} waiting`,
  menu: 'Your account',
  profile: 'Profile and password',
  theme: 'Appearance',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  language: 'Language',
  /** Each in itself, so that whoever is lost finds theirs. */
  languages: { system: 'As the system', en: 'English', es: 'Español' },
  logOut: 'Log out',
  notFoundTitle: 'There is nothing at this address',
  notFoundNext: 'The link may be old, or a letter is missing.',
  notAllowedTitle: 'Your role does not open this screen',
  notAllowedNext: 'Ask a manager or an administrator if you need it.',
  goHome: 'Go to the start',
  notBroughtTitle: 'This screen could not be loaded',
  notBroughtNext: 'The server is away, or it was just updated. Load the console again.',
  loadAgain: 'Load again',
  storeTime: (city: string) => `${city} time`,
  storeTimeHint: (zone: string) =>
    `Every day and time is that of the store, ${zone}. This computer’s clock shows another.`,
} as const

const titlesEn = {
  home: 'Cuponera',
  setUp: 'Set up',
  logIn: 'Log in',
  register: 'Make an account',
  till: 'Till',
  books: 'Books',
  book: 'Book',
  coupons: 'All coupons',
  importCodes: 'Import codes',
  imports: 'Imports',
  generate: 'Generate codes',
  generations: 'Generations',
  print: 'Print codes',
  customers: 'Customers',
  importCustomers: 'Import customers',
  customer: 'Customer',
  pools: 'Pools',
  pool: 'Pool',
  activity: 'Activity',
  reports: 'Reports',
  redemptions: 'Redemptions',
  refusals: 'Refusals',
  distribute: 'Distribute codes',
  distribution: 'Distribution',
  importMembers: 'Import members',
  undoRequests: 'Undo requests',
  myCoupons: 'My coupons',
  settings: 'Settings',
  storeSettings: 'Store settings',
  team: 'Team',
  apiKeys: 'API keys',
  firstSteps: 'First steps',
  help: 'Help',
} as const

const railEs: Translated<typeof railEn> = {
  till: 'Caja',
  books: 'Cuponeras',
  customers: 'Clientes',
  pools: 'Grupos',
  undoRequests: 'Deshacer',
  activity: 'Actividad',
  reports: 'Informes',
  myCoupons: 'Mis cupones',
  settings: 'Ajustes',
}

const frameEs: Translated<typeof frameEn> = {
  skip: 'Ir a la pantalla',
  rail: 'Lugares',
  more: 'Más',
  waiting: (count) => `${count} en espera`,
  menu: 'Tu cuenta',
  profile: 'Perfil y contraseña',
  theme: 'Apariencia',
  themes: { system: 'Como el sistema', light: 'Clara', dark: 'Oscura' },
  language: 'Idioma',
  languages: { system: 'Como el sistema', en: 'English', es: 'Español' },
  logOut: 'Salir',
  notFoundTitle: 'No hay nada en esta dirección',
  notFoundNext: 'El enlace puede ser antiguo, o falta una letra.',
  notAllowedTitle: 'Tu función no abre esta pantalla',
  notAllowedNext: 'Pídeselo a un encargado o a un administrador si lo necesitas.',
  goHome: 'Ir al inicio',
  notBroughtTitle: 'No se pudo cargar esta pantalla',
  notBroughtNext: 'El servidor no responde, o acaba de actualizarse. Vuelve a cargar la consola.',
  loadAgain: 'Volver a cargar',
  storeTime: (city) => `Hora de ${city}`,
  storeTimeHint: (zone) =>
    `Todos los días y las horas son los de la tienda, ${zone}. El reloj de este ordenador muestra otros.`,
}

const titlesEs: Translated<typeof titlesEn> = {
  home: 'Cuponera',
  setUp: 'Puesta en marcha',
  logIn: 'Entrar',
  register: 'Crear una cuenta',
  till: 'Caja',
  books: 'Cuponeras',
  book: 'Cuponera',
  coupons: 'Todos los cupones',
  importCodes: 'Importar códigos',
  imports: 'Importaciones',
  generate: 'Generar códigos',
  generations: 'Generaciones',
  print: 'Imprimir códigos',
  customers: 'Clientes',
  importCustomers: 'Importar clientes',
  customer: 'Cliente',
  pools: 'Grupos',
  pool: 'Grupo',
  activity: 'Actividad',
  reports: 'Informes',
  redemptions: 'Canjes',
  refusals: 'Rechazos',
  distribute: 'Repartir códigos',
  distribution: 'Reparto',
  importMembers: 'Importar miembros',
  undoRequests: 'Peticiones de deshacer',
  myCoupons: 'Mis cupones',
  settings: 'Ajustes',
  storeSettings: 'Ajustes de la tienda',
  team: 'Equipo',
  apiKeys: 'Claves de API',
  firstSteps: 'Primeros pasos',
  help: 'Ayuda',
}

/** The names of the screens in the window's title. */
export const placeTitles = inLanguage(titlesEn, titlesEs)

/** The names in the rail. */
export const railWords = inLanguage(railEn, railEs)

/** The words around every screen. */
export const frameWords = inLanguage(frameEn, frameEs)
