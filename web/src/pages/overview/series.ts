// Counts by month, as charts and their tables show them.

export type Series = { title: string; counts: number[] }

/** sum adds counts month by month. */
export function sum(all: number[][], months: number): number[] {
  return Array.from({ length: months }, (_, m) => all.reduce((total, counts) => total + (counts[m] ?? 0), 0))
}

/** grouped adds up the counts that share a title, the greatest first. */
export function grouped(all: Series[], months: number): Series[] {
  const titles = [...new Set(all.map((s) => s.title))]
  const total = (s: Series) => s.counts.reduce((a, b) => a + b, 0)
  return titles
    .map((title) => ({
      title,
      counts: sum(
        all.filter((s) => s.title === title).map((s) => s.counts),
        months,
      ),
    }))
    .sort((a, b) => total(b) - total(a))
}

/** rates is the share of met among all that ended, in whole per cent; null for a month in which nothing ended. */
export function rates(met: number[], missed: number[]): (number | null)[] {
  return met.map((n, m) => (n + (missed[m] ?? 0) === 0 ? null : Math.round((100 * n) / (n + (missed[m] ?? 0)))))
}

type Counted = { tasks: number; late: number; soon: number }
export type Row = Counted & { key: string; title: string }

/** tally adds up rows that share a key, the most overdue first. */
export function tally<T extends Counted>(all: T[], name: (one: T) => { key: string; title: string }): Row[] {
  const rows = new Map<string, Row>()
  for (const one of all) {
    const { key, title } = name(one)
    const row = rows.get(key) ?? { key, title, tasks: 0, late: 0, soon: 0 }
    rows.set(key, { ...row, tasks: row.tasks + one.tasks, late: row.late + one.late, soon: row.soon + one.soon })
  }
  return [...rows.values()].sort((a, b) => b.late - a.late || b.soon - a.soon || b.tasks - a.tasks)
}
