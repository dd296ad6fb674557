/** One column of a picture: what counts, and above it, striped, what does not any more. */
export interface ChartColumn {
  /** What is under it, short. */
  tick: string
  /** All of it in words: it is shown beside the column, and heard. */
  words: string
  solid: number
  striped: number
  /** Where its rows are. */
  href?: string | undefined
}
