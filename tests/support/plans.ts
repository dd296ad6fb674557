/** What the product asks of the database, and how Postgres means to answer it. */
import pg from 'pg'
import type { TestServer } from './server.ts'

/** A node of a plan as `explain (format json)` tells it; the actual figures are those of `analyze`. */
export interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Loops': number
  'Actual Rows': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: PlanNode[]
}

/** A statement as it was bound. */
export interface Asked {
  sql: string
  bind: unknown[]
}

/** The statements that `work` asks outside of transactions; what others do there meanwhile are none of them. */
export async function readsDuring(server: TestServer, work: () => Promise<unknown>): Promise<Asked[]> {
  const { sequelize } = server.app.db
  const asked: Asked[] = []
  const pass = sequelize.query.bind(sequelize)
  sequelize.query = ((sql: string, options: { bind?: unknown[] }) => {
    if (!('transaction' in options)) asked.push({ sql, bind: options.bind ?? [] })
    return pass(sql, options)
  }) as typeof sequelize.query
  try {
    await work()
  } finally {
    sequelize.query = pass
  }
  return asked
}

/** The statements that `work` asks in transactions, which go straight to the driver, and those of the program itself meanwhile. */
export async function changesDuring(work: () => Promise<unknown>): Promise<Asked[]> {
  const asked: Asked[] = []
  const client = pg.Client.prototype as { query: (...parts: unknown[]) => unknown }
  const pass = client.query
  client.query = function query(this: pg.Client, ...parts: unknown[]) {
    const [sql, bind, callback] = parts
    if (typeof sql === 'string' && Array.isArray(bind) && callback === undefined) asked.push({ sql, bind })
    return pass.apply(this, parts)
  }
  try {
    await work()
  } finally {
    client.query = pass
  }
  return asked
}

/** Every node of its plan. @param options `analyze` carries it out. */
export async function planOf(
  server: TestServer,
  { sql, bind }: Asked,
  options: 'analyze' | 'verbose',
): Promise<PlanNode[]> {
  const [row] = await server.sql<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `explain (${options}, format json) ${sql}`,
    bind,
  )
  return row ? nodesOf(row['QUERY PLAN'][0].Plan) : []
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]
