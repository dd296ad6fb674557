import * as contracts from '../contracts/api-keys.ts'
import { change, read, type Api } from '../http/route.ts'
import { createApiKey } from './create-api-key.ts'
import { listApiKeys } from './list-api-keys.ts'
import { revokeApiKey } from './revoke-api-key.ts'

/** Everything under `/api-keys`. */
export function apiKeyRoutes(api: Api): void {
  read(api, contracts.listApiKeys, ({ app, query }) => listApiKeys(app.db, query))
  change(api, contracts.createApiKey, ({ trace, body }, tx) => createApiKey(tx, trace, body))
  change(api, contracts.revokeApiKey, ({ trace, params }, tx) => revokeApiKey(tx, trace, params.id))
}
