import type { ApiKey } from '../contracts/api-keys.ts'
import type { Database } from '../db/connect.ts'
import { query } from '../db/query.ts'
import { pageFrom, readPage } from '../http/paging.ts'
import { apiKeyColumns, toApiKey, type ApiKeyRow } from './api-key-resource.ts'

const LIST = `
  select ${apiKeyColumns}
    from users k
   where k.kind = 'api_key' and ($1::bigint is null or k.id < $1)
   order by k.id desc limit $2`

/** API keys, newest first. */
export async function listApiKeys(
  db: Database,
  filter: { limit?: number | undefined; cursor?: string | undefined },
): Promise<{ items: ApiKey[]; next_cursor: string | null }> {
  const page = readPage<[number]>(filter, ['number'])
  const rows = await query<ApiKeyRow>(db, LIST, [page.after?.[0] ?? null, page.fetch])
  return pageFrom(rows, page.limit, toApiKey, (row) => [row.id])
}
