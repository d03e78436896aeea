// Counts by month, as charts and their tables show them.

export type MonthlyCounts = { title: string; counts: number[] }

/** sumByMonth adds counts month by month. */
export function sumByMonth(countLists: number[][], monthCount: number): number[] {
  return Array.from({ length: monthCount }, (_, m) => countLists.reduce((total, counts) => total + (counts[m] ?? 0), 0))
}

/** sumByTitle adds up the counts that share a title, the greatest first. */
export function sumByTitle(all: MonthlyCounts[], monthCount: number): MonthlyCounts[] {
  const titles = [...new Set(all.map((s) => s.title))]
  const total = (s: MonthlyCounts) => s.counts.reduce((a, b) => a + b, 0)
  return titles
    .map((title) => ({
      title,
      counts: sumByMonth(
        all.filter((s) => s.title === title).map((s) => s.counts),
        monthCount,
      ),
    }))
    .sort((a, b) => total(b) - total(a))
}

/** percentMet is the share of met among all that ended, in whole per cent; null for a month in which nothing ended. */
export function percentMet(met: number[], missed: number[]): (number | null)[] {
  return met.map((n, m) => (n + (missed[m] ?? 0) === 0 ? null : Math.round((100 * n) / (n + (missed[m] ?? 0)))))
}

type TaskCounts = { tasks: number; late: number; soon: number }
export type WorkloadRow = TaskCounts & { key: string; title: string }

/** sumWorkload adds up rows that share a key, the most overdue first. */
export function sumWorkload<T extends TaskCounts>(
  all: T[],
  groupOf: (one: T) => { key: string; title: string },
): WorkloadRow[] {
  const rows = new Map<string, WorkloadRow>()
  for (const one of all) {
    const { key, title } = groupOf(one)
    const row = rows.get(key) ?? { key, title, tasks: 0, late: 0, soon: 0 }
    rows.set(key, { ...row, tasks: row.tasks + one.tasks, late: row.late + one.late, soon: row.soon + one.soon })
  }
  return [...rows.values()].sort((a, b) => b.late - a.late || b.soon - a.soon || b.tasks - a.tasks)
}
