import type { ConnectionPlace, ConnectionProblem, StartupProblem } from '../../server/contracts/desktop.ts'
import { formatTime } from '../ui/format.ts'
import type { ProblemWords } from './problems.ts'

/** What a connection that does not work comes to, in one line; the program says the rest. */
const connectionTitles: Record<ConnectionProblem, string> = {
  unreachable: 'The server cannot be reached',
  wrong_password: 'The server refused the log-in',
  no_such_database: 'The database is not there',
  too_old: 'The server is too old',
  no_rights: 'The user has too few rights',
  certificate: 'The connection is not secure',
  newer_schema: 'The data belongs to a newer Cuponera',
  not_postgres: 'What answers is not a Postgres server',
  too_many_connections: 'The server has no connection left',
  failed: 'The connection does not work',
}

/** What a start stumbled over: the word beside its sign. */
const startupKinds: Record<StartupProblem, string> = {
  unreachable: 'Database server',
  wrong_password: 'Password',
  no_such_database: 'Database',
  too_old: 'Database server',
  no_rights: 'Rights in the database',
  certificate: 'Certificate',
  newer_schema: 'Version',
  not_postgres: 'Database server',
  too_many_connections: 'Database server',
  failed: 'Start',
  setting: 'Setting',
  port_taken: 'Port',
  secret_unreadable: 'Password',
  binaries_missing: 'Installation',
  in_use: 'Already running',
  not_writable: 'Data folder',
  newer_version: 'Version',
  older_version: 'Version',
  damaged: 'Data',
  no_space: 'Disk',
}

function placeName(place: ConnectionPlace): string {
  if (place.kind === 'this_computer') return 'This computer'
  const port = place.port === 5432 ? '' : `:${String(place.port)}`
  return `${place.database} on ${place.host}${port}`
}

/** What the program says of a call that it refused; its own sentence, where it has one. */
export function callProblem(error: unknown): ProblemWords {
  const said = error instanceof Error ? error.message : ''
  return { title: 'That did not work', next: said === '' ? 'Try it once more. The logs tell why.' : said }
}

/** The words of the desktop program: a start that failed, the connection, this computer. */
export const desktopWords = {
  connectionTitles,
  startupKinds,
  placeName,

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
