// The difference of two texts by lines.

export type Line = { sign: '+' | '-' | ' '; text: string }

/** diff is the shortest way from one text to the other: lines kept, taken out (-) and put in (+), in order. */
export function diff(from: string, to: string): Line[] {
  const a = from.split('\n'),
    b = to.split('\n')
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail])
    tail += 1
  const same = (lines: string[]): Line[] => lines.map((text) => ({ sign: ' ', text }))
  return [
    ...same(a.slice(0, head)),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...same(a.slice(a.length - tail)),
  ]
}

/** middle is diff by the longest common subsequence of lines. */
function middle(a: string[], b: string[]): Line[] {
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i]![j] = a[i] === b[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!)
    }
  }
  const lines: Line[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ sign: ' ', text: a[i]! })
      i += 1
      j += 1
    } else if (j >= b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push({ sign: '-', text: a[i]! })
      i += 1
    } else {
      lines.push({ sign: '+', text: b[j]! })
      j += 1
    }
  }
  return lines
}

export type Hunk = Line[] | { unchanged: number }

/** hunks leaves out what is far from any change: around each stay so many lines. */
export function hunks(lines: Line[], around = 3): Hunk[] {
  const near = lines.map((_, i) => lines.slice(Math.max(0, i - around), i + around + 1).some((l) => l.sign !== ' '))
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
