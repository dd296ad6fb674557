import { formatTime } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const en = {
  who: { server: 'The server', database: 'The database' },
  since: (clock: string) => ` since ${clock}`,
  away: (who: string, since: string) =>
    `${who} does not answer${since}; trying again. What you see stays readable, actions wait.`,
  back: 'The server answers again.',
  wait: { server: 'Waits until the server answers', database: 'Waits until the database answers' },
  light: { ready: 'Database ready', server: 'No server', database: 'No database' },
} as const

const es: Translated<typeof en> = {
  who: { server: 'El servidor', database: 'La base de datos' },
  since: (clock) => ` desde las ${clock}`,
  away: (who, since) =>
    `${who} no responde${since}; se vuelve a intentar. Lo que ves se puede leer, las acciones esperan.`,
  back: 'El servidor responde otra vez.',
  wait: { server: 'Espera a que responda el servidor', database: 'Espera a que responda la base de datos' },
  light: { ready: 'Base de datos lista', server: 'Sin servidor', database: 'Sin base de datos' },
}

const words = inLanguage(en, es)

/** The bar above the screen while the server or its database is away. */
export function awayWords(away: 'server' | 'database', since: string | null): string {
  return words.away(words.who[away], since ? words.since(formatTime(since, 'clock')) : '')
}

/** What is said when it is over. */
export const backWords = words.back

/** Why a button waits. */
export const waitWords = words.wait

export const lightWords = words.light
