import { BaseError, ConnectionAcquireTimeoutError, ConnectionError } from 'sequelize'

/**
 * What an error of the database means for a transaction.
 *
 * `conflict`: others were in the way (40001 serialisation, 40P01 deadlock, 55P03 lock timeout), running the whole again may
 * work. `timeout`: a statement ran into its limit (57014). `lost`: the connection is gone or cannot be had. `other`: a
 * mistake of ours or of the data.
 */
export type SqlErrorKind = 'conflict' | 'timeout' | 'lost' | 'pool' | 'other'

const CONFLICTS = new Set(['40001', '40P01', '55P03'])
// 57P0x: the server is going down or not up yet; 53300: no connection left; 25P03: idle too long in a transaction.
const LOST = new Set([
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '53300',
  '25P03',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
])

/** The driver's own error behind one of Sequelize; any other is itself. */
export function driverError(error: unknown): unknown {
  return error instanceof BaseError && 'parent' in error ? error.parent : error
}

/** The SQLSTATE or socket error code behind an error of pg or Sequelize. */
export function sqlErrorCode(error: unknown): string | undefined {
  const inner = driverError(error)
  return inner instanceof Error && 'code' in inner && typeof inner.code === 'string' ? inner.code : undefined
}

export function sqlErrorKind(error: unknown): SqlErrorKind {
  if (error instanceof ConnectionAcquireTimeoutError) return 'pool'
  if (error instanceof ConnectionError) return 'lost'
  const code = sqlErrorCode(error)
  if (code !== undefined) {
    if (CONFLICTS.has(code)) return 'conflict'
    if (code === '57014') return 'timeout'
    if (LOST.has(code) || code.startsWith('08')) return 'lost'
    return 'other'
  }
  // pg reports a connection that broke under a query by message alone.
  const text = error instanceof Error ? error.message : ''
  return /Connection terminated|Client has encountered a connection error|not queryable/i.test(text)
    ? 'lost'
    : 'other'
}
