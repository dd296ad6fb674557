import { describe, expect, test } from 'vitest'
import { describeFailure } from '../../electron/startup-failure.ts'
import { ConfigError } from '../../server/config.ts'
import { DatabaseStartError } from '../../server/db/embedded-error.ts'

const config = { dataDir: '/home/ana/cuponera', databaseUrl: null, host: '127.0.0.1', port: 4780 }

describe('a start that failed says what, where and what to do', () => {
  test('a configured database that does not answer is named without its password', () => {
    const databaseUrl = 'postgres://me:hunter2@db.store.example/shop'
    const { message, detail } = describeFailure(new Error('connect ECONNREFUSED'), { ...config, databaseUrl })
    expect(message).toBe('Cuponera could not start on its database.')
    expect(detail).toContain('db.store.example:5432/shop')
    expect(detail).toContain('connect ECONNREFUSED')
    expect(detail).toContain('start Cuponera again')
    expect(detail).not.toContain('hunter2')
  })

  test('a setting is named', () => {
    const error = new ConfigError('CUPONERA_PORT “x” is not a port.')
    expect(describeFailure(error, undefined)).toEqual({
      message: 'A setting cannot be used.',
      detail: 'CUPONERA_PORT “x” is not a port.\n\nChange it and start Cuponera again.',
    })
  })

  test('a taken port is named with the setting that changes it', () => {
    const error = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE' })
    const { message, detail } = describeFailure(error, config)
    expect(message).toBe('Port 4780 is taken.')
    expect(detail).toContain('CUPONERA_PORT')
  })

  test('the embedded database gives its own words, what Postgres said, and the folder', () => {
    const error = new DatabaseStartError('no_space', 'The disk is full. Free some space.', 'FATAL: no space')
    const { detail } = describeFailure(error, config)
    expect(detail).toBe(
      'The disk is full. Free some space.\n\nFATAL: no space\n\nData folder: /home/ana/cuponera',
    )
  })
})
