export type DiffLine = { sign: ' ' | '+' | '-'; text: string; key: string }

/** Beyond so many lines in either, the two stand whole after one another: a table of both would not be small. */
const most = 600

/** How one text became another, line by line: the longest run of lines that both have stays. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [old, fresh] = [linesOf(before), linesOf(after)]
  const kept = old.length > most || fresh.length > most ? [] : shared(old, fresh)
  const lines: Omit<DiffLine, 'key'>[] = []
  let [a, b] = [0, 0]
  for (const [i, j] of [...kept, [old.length, fresh.length] as const]) {
    for (; a < i; a++) lines.push({ sign: '-', text: old[a]! })
    for (; b < j; b++) lines.push({ sign: '+', text: fresh[b]! })
    if (i < old.length && j < fresh.length) lines.push({ sign: ' ', text: old[i]! })
    ;[a, b] = [i + 1, j + 1]
  }
  return lines.map((line, place) => ({ ...line, key: `${place}${line.sign}` }))
}

const linesOf = (text: string) => (text === '' ? [] : text.split('\n'))

/** The places of the lines that both keep, in their order. */
function shared(old: string[], fresh: string[]): (readonly [number, number])[] {
  const lengths = old.map(() => new Array<number>(fresh.length + 1).fill(0))
  lengths.push(new Array<number>(fresh.length + 1).fill(0))
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = fresh.length - 1; j >= 0; j--)
      lengths[i]![j] =
        old[i] === fresh[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!)
  const kept: (readonly [number, number])[] = []
  for (let [i, j] = [0, 0]; i < old.length && j < fresh.length; ) {
    if (old[i] === fresh[j]) kept.push([i++, j++])
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++
    else j++
  }
  return kept
}
