import type { Settings } from '../contracts/settings.ts'
import { ownTimeZone } from '../contracts/time-zone.ts'
import type { Database } from '../db/connect.ts'
import { query, type On } from '../db/query.ts'

/** How long a change of the allowed origins may take to be seen by every program on the database. */
const ORIGINS_CACHE_MS = 2_000

const READ = 'select key, value from settings where key = any($1::text[])'

/** What holds until an administrator says otherwise. The set-up keeps a time zone; only a store of an older program has none. */
function defaults(): Settings {
  return {
    store_name: 'My store',
    time_zone: machineTimeZone(),
    default_lock_seconds: 300,
    allow_registration: false,
    allowed_origins: [],
    retention: { audit_events: null, idempotency_keys: 31, jobs: null },
  }
}

/** The time zone of the computer that the program runs on; UTC where it does not tell. */
export function machineTimeZone(): string {
  return ownTimeZone() ?? 'UTC'
}

/** The store's settings as they are now, each with its default where nobody has set it. */
export async function readSettings(on: On): Promise<Settings> {
  const settings = defaults()
  const rows = await query<{ key: string; value: unknown }>(on, READ, [Object.keys(settings)])
  return { ...settings, ...Object.fromEntries(rows.map((row) => [row.key, row.value])) }
}

/** The browser origins that the settings allow, asked of the database at most every two seconds. */
export function storeOrigins(db: Database): () => Promise<readonly string[]> {
  let known: { at: number; origins: Promise<readonly string[]> } | undefined
  return () => {
    const now = performance.now()
    if (known && now - known.at < ORIGINS_CACHE_MS) return known.origins
    const origins = readSettings(db).then((settings) => settings.allowed_origins)
    // A question that failed is forgotten, so that the next request asks again.
    origins.catch(() => {
      known = undefined
    })
    known = { at: now, origins }
    return origins
  }
}
