// The difference of two texts by lines.

export type DiffLine = { sign: '+' | '-' | ' '; text: string }

/** diffLines is the shortest way from one text to the other: lines kept, taken out (-) and put in (+), in order. */
export function diffLines(from: string, to: string): DiffLine[] {
  const a = from.split('\n'),
    b = to.split('\n')
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail])
    tail += 1
  const same = (lines: string[]): DiffLine[] => lines.map((text) => ({ sign: ' ', text }))
  return [
    ...same(a.slice(0, head)),
    ...diffByCommonLines(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...same(a.slice(a.length - tail)),
  ]
}

/** diffByCommonLines is diff by the longest common subsequence of lines. */
function diffByCommonLines(a: string[], b: string[]): DiffLine[] {
  const width = b.length + 1
  const common = new Uint32Array((a.length + 1) * width) // in what follows line i of a and line j of b
  const at = (i: number, j: number) => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const lines: DiffLine[] = []
  for (let i = 0, j = 0; ;) {
    const taken = a[i],
      put = b[j]
    if (taken !== undefined && taken === put) {
      lines.push({ sign: ' ', text: taken })
      i += 1
      j += 1
    } else if (taken !== undefined && (put === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: '-', text: taken })
      i += 1
    } else if (put !== undefined) {
      lines.push({ sign: '+', text: put })
      j += 1
    } else return lines
  }
}

export type Hunk = DiffLine[] | { unchanged: number }

/** hunksOf leaves out what is far from any change: around each stay so many lines. */
export function hunksOf(lines: DiffLine[], contextLines = 3): Hunk[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - contextLines), i + contextLines + 1).some((l) => l.sign !== ' '),
  )
  const all: Hunk[] = []
  lines.forEach((line, i) => {
    const last = all.at(-1)
    if (near[i]) {
      if (Array.isArray(last)) last.push(line)
      else all.push([line])
    } else if (last && !Array.isArray(last)) last.unchanged += 1
    else all.push({ unchanged: 1 })
  })
  return all
}
