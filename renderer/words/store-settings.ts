import type { Settings } from '../../server/contracts/settings.ts'
import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const names: Record<keyof Settings, string> = {
  store_name: 'name',
  time_zone: 'time zone',
  default_lock_seconds: 'how long a lock lasts',
  allow_registration: 'accounts of customers',
  allowed_origins: 'web addresses',
  retention: 'how long things are kept',
}

const namesEs: Record<keyof Settings, string> = {
  store_name: 'el nombre',
  time_zone: 'la zona horaria',
  default_lock_seconds: 'cuánto dura un bloqueo',
  allow_registration: 'las cuentas de clientes',
  allowed_origins: 'las direcciones web',
  retention: 'cuánto tiempo se guardan las cosas',
}

const placesEn = {
  label: 'Settings',
  settings: 'You',
  storeSettings: 'Store',
  team: 'Team',
  apiKeys: 'API keys',
} as const

const placesEs: Translated<typeof placesEn> = {
  label: 'Ajustes',
  settings: 'Tú',
  storeSettings: 'Tienda',
  team: 'Equipo',
  apiKeys: 'Claves de API',
}

const storeEn = {
  readOnly: 'An administrator changes these',
  readOnlyNext: 'You see what holds for the store.',
  save: 'Save',
  saved: 'Saved',
  /** What was changed, in the order of the form. */
  changed: (fields: readonly (keyof Settings)[]) =>
    `Changed: ${fields.map((field) => names[field]).join(', ')}.`,

  store: 'Name and place',
  storeLead: 'What customers and colleagues see it as, and whose days count.',
  name: 'Name',
  nameNeeded: 'Give the store a name.',
  timeZone: 'Time zone',
  timeZoneNone: 'No time zone has this in its name. Try the nearest large city.',
  timeZoneNow: (time: string) => `It is ${time} there now.`,
  timeZoneChange:
    'Once it is saved, the days of reports and of new start and end dates are those of this time zone. Books that are there keep their very moments: one that ends at midnight then ends at another hour of the clock. All times and days on the screens move with it, those of the past, too.',

  selling: 'At the till',
  sellingLead: 'What holds where a book says nothing else.',
  lock: 'A lock lasts',
  minutes: 'Minutes',
  seconds: 'Seconds',
  lockHint:
    'How long a coupon waits for whoever locked it. From 1 second to 1 hour; locks that run keep their time.',
  lockRange: 'A lock lasts from 1 second to 60 minutes.',
  registration: 'Customers may make their own account',
  registrationHint: 'The log-in then offers it. Without it, staff make the accounts.',

  origins: 'Web addresses that may call the store',
  originsLead:
    'Pages of your web shop that call the store’s API from a customer’s browser. The console and programs with an API key need none.',
  originsList: 'Allowed web addresses',
  originsNone: 'No other web page may call it.',
  origin: 'Web address',
  originHint: 'Such as https://shop.example: without a path, and without a slash at its end.',
  originFault: 'Type it as https://shop.example: with http or https, and nothing after the name but a port.',
  originTwice: 'It is in the list already.',
  originMost: 'That is as many as there may be. Remove one first.',
  originAdd: 'Add',
  originRemove: (origin: string) => `Remove ${origin}`,

  retention: 'How long things are kept',
  retentionLead: 'What is older is deleted by itself, once a day. What is deleted is gone.',
  keep: {
    audit_events: 'The record of who did what',
    idempotency_keys: 'Answers to requests that may come again',
    jobs: 'Finished imports, generations and distributions',
  },
  keepHint: {
    audit_events: 'A coupon’s own history loses its oldest entries, too; its state and its redemptions stay.',
    idempotency_keys:
      'A till or a web shop that lost an answer gets it again, for 31 days at most. The report of refusals counts these, too.',
    jobs: 'With the list of their refused lines. The codes themselves stay.',
  },
  forEver: 'For ever',
  forDays: 'For some days',
  days: 'Days',
  daysRange: 'Type a whole number of days, from 1 to 36,500.',
} as const

const storeEs: Translated<typeof storeEn> = {
  readOnly: 'Esto lo cambia un administrador',
  readOnlyNext: 'Aquí ves lo que rige en la tienda.',
  save: 'Guardar',
  saved: 'Guardado',
  changed: (fields) => `Ha cambiado: ${fields.map((field) => namesEs[field]).join(', ')}.`,

  store: 'Nombre y lugar',
  storeLead: 'Cómo la ven los clientes y el equipo, y qué días cuentan.',
  name: 'Nombre',
  nameNeeded: 'Ponle un nombre a la tienda.',
  timeZone: 'Zona horaria',
  timeZoneNone: 'Ninguna zona horaria contiene esto en su nombre. Prueba con la gran ciudad más cercana.',
  timeZoneNow: (time) => `Allí es ahora ${time}.`,
  timeZoneChange:
    'Una vez guardada, los días de los informes y de las nuevas fechas de inicio y fin son los de esta zona horaria. Las cuponeras que ya existen conservan sus momentos exactos: una que termina a medianoche termina entonces a otra hora del reloj. Con ella cambian todas las horas y los días de las pantallas, también los del pasado.',

  selling: 'En la caja',
  sellingLead: 'Lo que rige donde una cuponera no dice otra cosa.',
  lock: 'Un bloqueo dura',
  minutes: 'Minutos',
  seconds: 'Segundos',
  lockHint:
    'Cuánto tiempo espera un cupón a quien lo bloqueó. De 1 segundo a 1 hora; los bloqueos en curso conservan su tiempo.',
  lockRange: 'Un bloqueo dura de 1 segundo a 60 minutos.',
  registration: 'Los clientes pueden crear su propia cuenta',
  registrationHint: 'La pantalla de entrada lo ofrece entonces. Sin esto, las cuentas las crea el personal.',

  origins: 'Direcciones web que pueden llamar a la tienda',
  originsLead:
    'Páginas de tu tienda web que llaman a la API de la tienda desde el navegador de un cliente. La consola y los programas con una clave de API no necesitan ninguna.',
  originsList: 'Direcciones web permitidas',
  originsNone: 'Ninguna otra página web puede llamarla.',
  origin: 'Dirección web',
  originHint: 'Por ejemplo https://shop.example: sin ruta y sin barra al final.',
  originFault: 'Escríbela como https://shop.example: con http o https, y tras el nombre solo un puerto.',
  originTwice: 'Ya está en la lista.',
  originMost: 'No caben más. Quita primero una.',
  originAdd: 'Añadir',
  originRemove: (origin) => `Quitar ${origin}`,

  retention: 'Cuánto tiempo se guardan las cosas',
  retentionLead: 'Lo que es más antiguo se borra solo, una vez al día. Lo borrado no vuelve.',
  keep: {
    audit_events: 'El registro de quién hizo qué',
    idempotency_keys: 'Respuestas a peticiones que pueden repetirse',
    jobs: 'Importaciones, generaciones y repartos terminados',
  },
  keepHint: {
    audit_events:
      'El historial de cada cupón también pierde sus entradas más antiguas; su estado y sus canjes se quedan.',
    idempotency_keys:
      'Una caja o una tienda web que perdió una respuesta la recibe de nuevo, durante 31 días como máximo. El informe de rechazos también las cuenta.',
    jobs: 'Con la lista de sus líneas rechazadas. Los códigos se quedan.',
  },
  forEver: 'Para siempre',
  forDays: 'Unos días',
  days: 'Días',
  daysRange: `Escribe un número entero de días, de 1 a ${formatNumber(36_500)}.`,
}

/** The words of the places within the settings. */
export const settingsPlaces = inLanguage(placesEn, placesEs)

/** The words of the store's settings. */
export const storeWords = inLanguage(storeEn, storeEs)
