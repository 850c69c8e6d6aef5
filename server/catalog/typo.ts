/** Which words count as a slip of the finger for another. */

/** Edits (a letter more, less, other, or two swapped) between two words; stops counting beyond `most`. */
export function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      let cost = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      }
      row.push(cost)
    }
    if (Math.min(...row) > most) return most + 1
    before = last
    last = row
  }
  return last[other.length] ?? most + 1
}

/** Slips forgiven in a word: none in numbers and short words, one from five letters, two from nine. */
export const slips = (word: string): number => (/\d/.test(word) ? 0 : word.length >= 9 ? 2 : word.length >= 5 ? 1 : 0)

/** The word with each pair of neighbouring letters swapped: the slip that trigrams see least. */
export const swaps = (word: string): string[] =>
  /\d/.test(word) || word.length < 4
    ? []
    : Array.from(word.slice(1), (_, at) => word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2)).filter(
        (swapped) => swapped !== word,
      )

/** Whether a word may stand for the one asked for. */
export const resembles = (word: string, asked: string): boolean =>
  word !== asked && (distance(word, asked, slips(asked)) <= slips(asked) || swaps(asked).includes(word))

/**
 * The least share of trigrams (as pg_trgm counts them: in sets, the word filled up by two blanks before it and one behind) that a word
 * within reach has in common with the one asked for. One slip touches three of them, a swap beside another slip seven; a swap alone is
 * looked for by itself.
 */
export function likeness(asked: string): number {
  const filled = `  ${asked} `
  const trigrams = new Set(Array.from(filled.slice(2), (_, at) => filled.slice(at, at + 3))).size
  const touched = slips(asked) === 2 ? 7 : 3
  return Math.max(0.2, (trigrams - touched) / (trigrams + touched) - 0.001)
}
