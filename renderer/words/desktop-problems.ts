import type { ConnectionProblem, StartupProblem } from '../../server/contracts/desktop.ts'
import { inLanguage } from '../ui/language.ts'
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

/** What a start stumbled over: the word beside its sign. */
export const startupKinds = inLanguage(kindsEn, kindsEs)

const callWords = inLanguage(callEn, callEs)

/** What the program says of a call that it refused; its own sentence, where it has one. */
export function callProblem(error: unknown): ProblemWords {
  const said = error instanceof Error ? error.message : ''
  return { title: callWords.title, next: said === '' ? callWords.next : said }
}
