/** The figures as a Markdown table, with everything that is needed to make them again. */
import { cpus, platform, release, totalmem } from 'node:os'
import { quantile } from './measure.ts'
import type { Stand } from './stand.ts'

/** One line of the table: what was measured in each round. */
export interface Line {
  what: string
  callers: number
  perSecond: number[]
  /** Of the floor with as many callers in the same round. */
  ratios: number[]
  times: number[]
}

/** @param run how it was called, and what happened. */
export function report(
  lines: readonly Line[],
  stand: Pick<Stand, 'version' | 'settings'>,
  run: { seed: number; rounds: number; seconds: number; codes: number; users: number },
): string {
  const [cpu] = cpus()
  return [
    `Machine: ${cpu?.model ?? 'unknown'}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(1)} GiB, ${platform()} ${release()}  `,
    `Software: Node ${process.versions.node}, Postgres ${stand.version} (${stand.settings})  `,
    `Run: ${new Date().toISOString()}, seed ${run.seed}, ${run.rounds} rounds, ${run.seconds.toFixed(0)} s, one book of ${run.codes} codes, ${run.users} customers`,
    '',
    '| what | callers | per second: median (least–most) | of the floor | ms: median | ms: 99 % |',
    '|---|--:|--:|--:|--:|--:|',
    ...lines.map(row),
  ].join('\n')
}

function row({ what, callers, perSecond, ratios, times }: Line): string {
  const middle = whole(quantile(perSecond, 0.5))
  const spread = `${whole(Math.min(...perSecond))}–${whole(Math.max(...perSecond))}`
  const ratio = ratios.length === 0 ? '1' : quantile(ratios, 0.5).toFixed(2)
  const [half, most] = [quantile(times, 0.5).toFixed(1), quantile(times, 0.99).toFixed(1)]
  return `| ${what} | ${callers} | ${middle} (${spread}) | ${ratio} | ${half} | ${most} |`
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}
