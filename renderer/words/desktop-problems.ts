import type { ConnectionProblem, StartupFailure, StartupProblem } from '../../server/contracts/desktop.ts'
import { inLanguage, type Translated } from '../ui/language.ts'
import type { ProblemWords } from './problems.ts'

const titlesEn: Record<ConnectionProblem, string> = {
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

const titlesEs: Record<ConnectionProblem, string> = {
  unreachable: 'No se llega al servidor',
  wrong_password: 'El servidor rechazó la entrada',
  no_such_database: 'La base de datos no existe',
  too_old: 'El servidor es demasiado antiguo',
  no_rights: 'Al usuario le faltan permisos',
  certificate: 'La conexión no es segura',
  newer_schema: 'Los datos son de un Cuponera más nuevo',
  not_postgres: 'Lo que responde no es un servidor Postgres',
  too_many_connections: 'Al servidor no le quedan conexiones',
  failed: 'La conexión no funciona',
}

const startupEn: Record<StartupProblem, string> = {
  setting: 'A setting cannot be used',
  port_taken: 'The port is taken',
  settings_unreadable: 'The settings of this computer cannot be read',
  secret_unreadable: 'The kept password cannot be read',
  unreachable: 'The database server cannot be reached',
  wrong_password: 'The database server refused the log-in',
  no_such_database: 'The database is not there',
  too_old: 'The database server is too old',
  no_rights: 'The database account has too few rights',
  certificate: 'The connection to the database server is not secure',
  newer_schema: 'The data belongs to a newer Cuponera',
  not_postgres: 'What answers is not a Postgres server',
  too_many_connections: 'The database server has no connection left',
  binaries_missing: 'The database program is missing',
  in_use: 'Another Cuponera uses this data',
  not_writable: 'The data folder cannot be written to',
  newer_version: 'The data was made by a newer Postgres',
  older_version: 'The data was made by an older Postgres',
  damaged: 'The data is damaged',
  no_space: 'The disk is full',
  failed: 'Cuponera could not start',
}

const startupEs: Record<StartupProblem, string> = {
  setting: 'Un ajuste no se puede usar',
  port_taken: 'El puerto está ocupado',
  settings_unreadable: 'Los ajustes de este ordenador no se pueden leer',
  secret_unreadable: 'La contraseña guardada no se puede leer',
  unreachable: 'No se llega al servidor de datos',
  wrong_password: 'El servidor de datos rechazó la entrada',
  no_such_database: 'La base de datos no existe',
  too_old: 'El servidor de datos es demasiado antiguo',
  no_rights: 'A la cuenta de la base de datos le faltan permisos',
  certificate: 'La conexión con el servidor de datos no es segura',
  newer_schema: 'Los datos son de un Cuponera más nuevo',
  not_postgres: 'Lo que responde no es un servidor Postgres',
  too_many_connections: 'Al servidor de datos no le quedan conexiones',
  binaries_missing: 'Falta el programa de la base de datos',
  in_use: 'Otro Cuponera usa estos datos',
  not_writable: 'No se puede escribir en la carpeta de datos',
  newer_version: 'Los datos se hicieron con un Postgres más nuevo',
  older_version: 'Los datos se hicieron con un Postgres más antiguo',
  damaged: 'Los datos están dañados',
  no_space: 'El disco está lleno',
  failed: 'Cuponera no ha podido arrancar',
}

const portEn = {
  taken: (port: string) => `Port ${port} is taken`,
  reserved: (port: string) => `Port ${port} may not be used`,
}

const portEs: Translated<typeof portEn> = {
  taken: (port) => `El puerto ${port} está ocupado`,
  reserved: (port) => `El puerto ${port} no se puede usar`,
}

const kindsEn: Record<StartupProblem, string> = {
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
  settings_unreadable: 'Settings',
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

const kindsEs: Record<StartupProblem, string> = {
  unreachable: 'Servidor de datos',
  wrong_password: 'Contraseña',
  no_such_database: 'Base de datos',
  too_old: 'Servidor de datos',
  no_rights: 'Permisos en la base de datos',
  certificate: 'Certificado',
  newer_schema: 'Versión',
  not_postgres: 'Servidor de datos',
  too_many_connections: 'Servidor de datos',
  failed: 'Arranque',
  setting: 'Ajuste',
  settings_unreadable: 'Ajustes',
  port_taken: 'Puerto',
  secret_unreadable: 'Contraseña',
  binaries_missing: 'Instalación',
  in_use: 'Ya está abierto',
  not_writable: 'Carpeta de datos',
  newer_version: 'Versión',
  older_version: 'Versión',
  damaged: 'Datos',
  no_space: 'Disco',
}

const callEn = { title: 'That did not work', next: 'Try it once more. The logs tell why.' }
const callEs = { title: 'No ha funcionado', next: 'Inténtalo otra vez. Los registros dicen por qué.' }

/** What a connection that does not work comes to, in one line; the program says the rest. */
export const connectionTitles = inLanguage(titlesEn, titlesEs)

const startupTitles = inLanguage(startupEn, startupEs)
const portTitles = inLanguage(portEn, portEs)

/** What failed, in one line. */
export function startupTitle({ problem, sentence }: StartupFailure): string {
  if (sentence.says === 'port_taken') return portTitles.taken(String(sentence.port))
  if (sentence.says === 'port_reserved') return portTitles.reserved(String(sentence.port))
  return startupTitles[problem]
}

/** What a start stumbled over: the word beside its sign. */
export const startupKinds = inLanguage(kindsEn, kindsEs)

const callWords = inLanguage(callEn, callEs)

/** What the program says of a call that it refused; its own sentence, where it has one. */
export function callProblem(error: unknown): ProblemWords {
  const said = error instanceof Error ? error.message : ''
  return { title: callWords.title, next: said === '' ? callWords.next : said }
}
