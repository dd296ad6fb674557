import type { ConnectionPlace } from '../../server/contracts/desktop.ts'
import { formatTime } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'
import { connectionTitles, startupKinds } from './desktop-problems.ts'

function host({ host, port }: Extract<ConnectionPlace, { host: string }>): string {
  return port === 5432 ? host : `${host}:${String(port)}`
}

const en = {
  connectionTitles,
  startupKinds,
  placeName: (place: ConnectionPlace) =>
    place.kind === 'this_computer' ? 'This computer' : `${place.database} on ${host(place)}`,

  failedTitle: 'Cuponera has not started',
  where: 'Where',
  systemWords: 'What the system said',
  copy: 'Copy',
  copied: 'Copied',
  remedies: {
    retry: 'Try again',
    settings: 'Connection settings',
    port: 'Choose another port',
    restore: 'Restore a copy…',
    logs: 'Open the logs',
  },
  trying: 'Starting again. This can take a minute.',
  restoring: 'Choose the folder with the copy. Putting it in its place can take a while.',
  triedAgain: (at: string) => `Tried again at ${formatTime(at, 'clock')}: no change.`,
  triedOther: (at: string) => `Tried again at ${formatTime(at, 'clock')}: something else is in the way now.`,
  started: 'Cuponera has started. The console opens.',
  restored: 'The copy is in its place',
  notRestored: 'The copy was not restored',
  back: 'Back',

  connection: 'Connection',
  connectionLead: 'Where the store’s data is.',
  change: 'Change the connection',
  look: 'Show the connection',
  cancel: 'Leave it as it is',
  kinds: { this_computer: 'This computer', server: 'A Postgres server' },
  kindHints: {
    this_computer: 'Nothing to set up. Cuponera keeps its own database here.',
    server: 'For several tills that share one store.',
  },
  chooseAgain: 'Choose again where the store’s data is',
  chooseAgainMore:
    'What was kept cannot be read, so nothing is chosen here. Data that is there already is found again.',
  dataIn: 'The data is in',
  copiesNothing:
    'Nothing is copied from one to the other. What is in the present place stays there, and is back when you change back.',
  host: 'Host',
  port: 'Port',
  database: 'Database',
  user: 'User',
  password: 'Password',
  keepPassword: 'Use the password that is kept',
  keepPasswordHint: 'It lies encrypted on this computer and is never shown.',
  passwordHint: 'It is kept encrypted on this computer.',
  noKeyRing: 'This system has no key ring',
  noKeyRingMore:
    'This system has no key ring to keep the password in, and Cuponera writes none in readable form. Set up GNOME Keyring or KWallet and try again, or start Cuponera with DATABASE_URL in its environment.',
  noKeyRingNext:
    'Cuponera writes no password in readable form, so it keeps none here. Set up GNOME Keyring or KWallet first.',
  tls: 'Encryption (TLS)',
  tlsModes: { verify: 'Encrypted and checked', require: 'Encrypted, not checked', off: 'Not encrypted' },
  tlsHints: {
    verify: 'The server proves who it is: with a trusted certificate for the host above.',
    require: 'Nobody can read along, but another machine could pretend to be the server.',
    off: 'Everyone on the way can read along. Only for a server on this computer or on a cable of your own.',
  },
  caFile: 'Trusted certificates',
  caSystem: 'Those of the system',
  caChoose: 'Choose a file…',
  caClear: 'Use the system’s alone',
  caHint: 'A file in PEM from whoever runs the server, if its certificate is of their own making.',
  wrong: {
    kind: 'Choose one of the two.',
    host: 'Type the server’s name or address.',
    port: 'A number from 1 to 65535.',
    database: 'Type the name of the database.',
    user: 'Type the name of the user.',
    password: 'At most 1024 characters.',
  },
  test: 'Test connection',
  testing: 'Asking the server. This can take some seconds.',
  answers: (server: string) => `${server} answers`,
  answersMore: 'The connection works. Nothing is changed yet.',
  notSaved: 'Nothing was changed.',
  save: {
    at_work: 'Save and restart the server',
    not_started: 'Save and start',
    first_run: 'Save and go on',
  },
  restartWarning: 'Nobody at this till should be in the middle of a sale',
  restartWarningMore:
    'Saving restarts the server, which takes some seconds. Whoever else works through this computer waits as well, and logs in again if the store is another one.',
  saved: 'Saved. The server starts again, then the console opens.',
  fixedConnection: 'Fixed where Cuponera is started',
  fixedConnectionMore:
    'DATABASE_URL is set there and goes before what is set here. Take it away there to choose here.',
  fixedPlace: 'DATABASE_URL says there where the data is.',
  fixedPort: 'CUPONERA_PORT is set where Cuponera is started and goes before what is set here.',

  computer: 'This computer',
  computerLead: 'How Cuponera runs here.',
  portOwn: 'Port of the console and the API',
  portHint: 'Empty means 4780. Tills and web shops that use this computer need the new one, too.',
  portWrong: 'A number from 1024 to 65535, or nothing.',
  portSave: 'Save the port',
  portRestarts: 'Saving restarts the server: nobody should be in the middle of a sale.',
  startAtLogin: 'Start Cuponera when I log in to this computer',
  dataFolder: 'Data folder',
  versions: 'Versions',
  versionNames: { cuponera: 'Cuponera', electron: 'Electron', chromium: 'Chromium', node: 'Node' },
  restart: 'Restart Cuponera',
  restartTitle: 'Restart Cuponera?',
  restartMore:
    'It ends in order and starts again, which takes some seconds. Nobody at this till should be in the middle of a sale.',

  placeHere: 'The data is on this computer.',
  placeThere: (place: string) => `The data is in ${place}.`,
  useServer: 'Use a Postgres server instead',
  useOther: 'Change this',
  placeTitle: 'Where is the data?',
  placeLead: 'On this computer alone, or on a server that several tills share.',
} as const

const es: Translated<typeof en> = {
  connectionTitles,
  startupKinds,
  placeName: (place) =>
    place.kind === 'this_computer' ? 'Este ordenador' : `${place.database} en ${host(place)}`,

  failedTitle: 'Cuponera no ha arrancado',
  where: 'Dónde',
  systemWords: 'Lo que dijo el sistema',
  copy: 'Copiar',
  copied: 'Copiado',
  remedies: {
    retry: 'Intentarlo otra vez',
    settings: 'Ajustes de la conexión',
    port: 'Elegir otro puerto',
    restore: 'Restaurar una copia…',
    logs: 'Abrir los registros',
  },
  trying: 'Arrancando otra vez. Puede tardar un minuto.',
  restoring: 'Elige la carpeta con la copia. Ponerla en su sitio puede tardar un rato.',
  triedAgain: (at) => `Nuevo intento a las ${formatTime(at, 'clock')}: sin cambios.`,
  triedOther: (at) => `Nuevo intento a las ${formatTime(at, 'clock')}: ahora es otra cosa la que lo impide.`,
  started: 'Cuponera ha arrancado. Se abre la consola.',
  restored: 'La copia está en su sitio',
  notRestored: 'La copia no se restauró',
  back: 'Atrás',

  connection: 'Conexión',
  connectionLead: 'Dónde están los datos de la tienda.',
  change: 'Cambiar la conexión',
  look: 'Ver la conexión',
  cancel: 'Dejarla como está',
  kinds: { this_computer: 'Este ordenador', server: 'Un servidor Postgres' },
  kindHints: {
    this_computer: 'Nada que configurar. Cuponera guarda aquí su propia base de datos.',
    server: 'Para varias cajas que comparten una tienda.',
  },
  chooseAgain: 'Elige otra vez dónde están los datos de la tienda',
  chooseAgainMore:
    'Lo guardado no se puede leer, así que aquí no hay nada elegido. Los datos que ya estén allí se vuelven a encontrar.',
  dataIn: 'Los datos están en',
  copiesNothing:
    'No se copia nada de un sitio al otro. Lo que hay en el sitio actual se queda allí, y vuelve cuando vuelvas a cambiar.',
  host: 'Servidor',
  port: 'Puerto',
  database: 'Base de datos',
  user: 'Usuario',
  password: 'Contraseña',
  keepPassword: 'Usar la contraseña guardada',
  keepPasswordHint: 'Está cifrada en este ordenador y nunca se muestra.',
  passwordHint: 'Se guarda cifrada en este ordenador.',
  noKeyRing: 'Este sistema no tiene llavero',
  noKeyRingMore:
    'Este sistema no tiene llavero donde guardar la contraseña, y Cuponera no escribe ninguna de forma legible. Configura GNOME Keyring o KWallet e inténtalo otra vez, o inicia Cuponera con DATABASE_URL en su entorno.',
  noKeyRingNext:
    'Cuponera no escribe ninguna contraseña de forma legible, así que aquí no guarda ninguna. Configura primero GNOME Keyring o KWallet.',
  tls: 'Cifrado (TLS)',
  tlsModes: { verify: 'Cifrada y comprobada', require: 'Cifrada, sin comprobar', off: 'Sin cifrar' },
  tlsHints: {
    verify: 'El servidor demuestra quién es: con un certificado de confianza para el servidor de arriba.',
    require: 'Nadie puede leer la conexión, pero otra máquina podría hacerse pasar por el servidor.',
    off: 'Cualquiera en el camino puede leer la conexión. Solo para un servidor en este ordenador o en un cable propio.',
  },
  caFile: 'Certificados de confianza',
  caSystem: 'Los del sistema',
  caChoose: 'Elegir un archivo…',
  caClear: 'Usar solo los del sistema',
  caHint: 'Un archivo PEM de quien lleva el servidor, si el certificado lo ha hecho él mismo.',
  wrong: {
    kind: 'Elige uno de los dos.',
    host: 'Escribe el nombre o la dirección del servidor.',
    port: 'Un número de 1 a 65535.',
    database: 'Escribe el nombre de la base de datos.',
    user: 'Escribe el nombre del usuario.',
    password: 'Como máximo 1024 caracteres.',
  },
  test: 'Probar la conexión',
  testing: 'Preguntando al servidor. Puede tardar unos segundos.',
  answers: (server) => `${server} responde`,
  answersMore: 'La conexión funciona. Aún no ha cambiado nada.',
  notSaved: 'No ha cambiado nada.',
  save: {
    at_work: 'Guardar y reiniciar el servidor',
    not_started: 'Guardar y arrancar',
    first_run: 'Guardar y seguir',
  },
  restartWarning: 'Nadie en esta caja debería estar en medio de una venta',
  restartWarningMore:
    'Al guardar se reinicia el servidor, lo que tarda unos segundos. Quien más trabaje a través de este ordenador también espera, y vuelve a entrar si la tienda es otra.',
  saved: 'Guardado. El servidor arranca de nuevo y después se abre la consola.',
  fixedConnection: 'Fijada donde se inicia Cuponera',
  fixedConnectionMore:
    'Allí está puesta DATABASE_URL, que va antes que lo que se ponga aquí. Quítala allí para elegir aquí.',
  fixedPlace: 'Allí DATABASE_URL dice dónde están los datos.',
  fixedPort: 'CUPONERA_PORT está puesta donde se inicia Cuponera y va antes que lo que se ponga aquí.',

  computer: 'Este ordenador',
  computerLead: 'Cómo funciona Cuponera aquí.',
  portOwn: 'Puerto de la consola y la API',
  portHint:
    'Vacío significa 4780. Las cajas y tiendas web que usan este ordenador también necesitan el nuevo.',
  portWrong: 'Un número de 1024 a 65535, o nada.',
  portSave: 'Guardar el puerto',
  portRestarts: 'Al guardar se reinicia el servidor: nadie debería estar en medio de una venta.',
  startAtLogin: 'Abrir Cuponera cuando entro en este ordenador',
  dataFolder: 'Carpeta de datos',
  versions: 'Versiones',
  versionNames: { cuponera: 'Cuponera', electron: 'Electron', chromium: 'Chromium', node: 'Node' },
  restart: 'Reiniciar Cuponera',
  restartTitle: '¿Reiniciar Cuponera?',
  restartMore:
    'Termina en orden y arranca de nuevo, lo que tarda unos segundos. Nadie en esta caja debería estar en medio de una venta.',

  placeHere: 'Los datos están en este ordenador.',
  placeThere: (place) => `Los datos están en ${place}.`,
  useServer: 'Usar un servidor Postgres en su lugar',
  useOther: 'Cambiar esto',
  placeTitle: '¿Dónde están los datos?',
  placeLead: 'Solo en este ordenador, o en un servidor que comparten varias cajas.',
}

/** The words of the desktop program: a start that failed, the connection, this computer. */
export const desktopWords = inLanguage(en, es)
