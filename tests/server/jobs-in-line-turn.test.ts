import { describe, expect, it } from 'vitest'
import { idempotencyLockKey, lockSpaces } from '../../server/db/advisory-lock.ts'
import { holdBack, untilWaiting } from '../support/gate.ts'
import { ended } from './imports-support.ts'
import { job, jobs, line, over, post, standInLine, waiting } from './line-support.ts'

/** What a job that waited meets when its turn comes. */

standInLine()

describe('the turn of a job that waited', () => {
  it('for something that is gone when its turn comes fails and says why, under its key, too', async () => {
    const pool = (await post('/pools', { name: 'Soon off' })).body.id as number
    const path = `/pools/${String(pool)}/distribute`
    const [body, key] = [{ book_id: line.bookId, mode: 'equal' }, { 'idempotency-key': 'line-gone' }]
    const first = await post(path, body, key)
    await line.server.request('PATCH', `/pools/${String(pool)}`, {
      as: line.server.admin,
      body: { is_active: false },
    })
    await line.places.leave()
    await over(first.body.id as number, 'failed')
    expect(await job(first.body.id as number)).toMatchObject({ error_code: 'pool_inactive' })
    expect((await post(path, body, key)).body).toEqual(first.body)
  })

  it('is not put off by somebody who just asks after its key when its turn comes', async () => {
    const operation = `POST /books/:id/codes/upload {"id":${String(line.bookId)}}`
    const lock = idempotencyLockKey(line.server.admin.id, operation, 'line-asked')
    const id = await waiting('ASKED-1\n', { 'idempotency-key': 'line-asked' })
    const hold = await holdBack(line.server.database.url, 'select pg_advisory_xact_lock($1::bigint)', [lock])
    await line.places.leave()
    await untilWaiting(line.server.app.db)
    await hold.release()
    expect(await ended(line.server, id)).toMatchObject({ state: 'done', imported: 1 })
  })

  it('holds the lock of a job at work before it is told as one', async () => {
    const id = await waiting('HOLDS-1\n')
    const hold = await holdBack(line.server.database.url, 'select pg_advisory_xact_lock($1, $2)', [
      lockSpaces.job,
      id,
    ])
    await line.places.leave()
    await untilWaiting(line.server.app.db)
    expect(await job(id)).toMatchObject({ state: 'queued' })
    await hold.release()
    expect(await ended(line.server, id)).toMatchObject({ state: 'done', imported: 1 })
  })

  it('whose connection breaks after its turn has come runs again, whole', async () => {
    const hold = await holdBack(
      line.server.database.url,
      `insert into coupons (book_id, code, code_key) values ($1, 'BREAK2', 'BREAK2')`,
      [line.bookId],
    )
    const id = await waiting('BREAK1\nBREAK2\nBREAK3\n', { 'idempotency-key': 'line-break' })
    await line.places.leave()
    await untilWaiting(line.server.app.db)
    await line.server.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    await untilWaiting(line.server.app.db)
    await hold.release()
    expect(await ended(line.server, id)).toMatchObject({ state: 'done', imported: 3 })
    expect(await jobs()).toHaveLength(1)
  })
})
