/**
 * The SQL that sorts refused lines by their reasons: how many of each, and the first $1 of them.
 *
 * Each reason looks for its own first lines: a million lines are counted once and never sorted.
 *
 * @param lines a query with `line`, `value` and `reason`.
 */
export function byReason(lines: string): string {
  return `
    with lines as not materialized (${lines}),
         reasons as (select reason, count(*) as count, min(line) as since from lines group by reason)
    select reason, count, first
      from reasons
     cross join lateral (
           select json_agg(json_build_object('line', line, 'value', value, 'reason', reason) order by line) as first
             from (select * from lines where lines.reason = reasons.reason order by line limit $1) as few) as firsts
     order by since`
}
