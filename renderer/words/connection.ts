import { formatTime } from '../ui/format.ts'

/** The bar above the screen while the server or its database is away. */
export function awayWords(away: 'server' | 'database', since: string | null): string {
  const who = away === 'server' ? 'The server' : 'The database'
  const when = since ? ` since ${formatTime(since, 'clock')}` : ''
  return `${who} does not answer${when}; trying again. What you see stays readable, actions wait.`
}

/** Why a button waits. */
export const waitWords = {
  server: 'Waits until the server answers',
  database: 'Waits until the database answers',
} as const

export const lightWords = { ready: 'Database ready', server: 'No server', database: 'No database' } as const
