/** How text becomes words, the same way for every engine, when entries are written and when they are asked for. */

/** One word of a text, folded, and where it stands in it: [from, to) in UTF-16 units. */
export type Word = { word: string; from: number; to: number }

const LONGEST_WORD = 64
const MOST_TERMS = 8

// Letters that Unicode does not take apart into a base and an accent.
const letters: Record<string, string> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }

/** Lower case without accents: "Übergrößen" is "ubergrossen". */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[ßøæœłđðþı]/g, (letter) => letters[letter] ?? letter)

const ideograph = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}'
// An ideograph stands for itself; "depDelay" is two words; everything that is neither letter nor digit parts words.
const pattern = new RegExp(
  `[${ideograph}]|(?:(?![${ideograph}])\\p{Lu}\\p{M}*)*(?:(?![${ideograph}])[\\p{Ll}\\p{Lo}\\p{Lm}\\p{N}]\\p{M}*)+|(?:\\p{Lu}\\p{M}*)+`,
  'gu',
)

/** The words of a text in their order. */
export function words(text: string): Word[] {
  const found: Word[] = []
  for (const match of text.matchAll(pattern)) {
    const word = fold(match[0])
      .replace(/[^\p{L}\p{N}]/gu, '')
      .slice(0, LONGEST_WORD)
    if (word) found.push({ word, from: match.index, to: match.index + match[0].length })
  }
  return found
}

/** The words of a text as an engine stores them; "depDelay" is also found as "depdelay". */
export function spelled(text: string): string {
  const list = words(text)
  const joined: string[] = []
  for (let at = 0; at < list.length; ) {
    let end = at
    while (end + 1 < list.length && list[end + 1]?.from === list[end]?.to) end++
    if (end > at)
      joined.push(
        list
          .slice(at, end + 1)
          .map(({ word }) => word)
          .join('')
          .slice(0, LONGEST_WORD),
      )
    at = end + 1
  }
  return [...list.map(({ word }) => word), ...joined].join(' ')
}

/** "strik" of "strikes" and "strike", "delay" of "delayed" and "delays": near enough to count as one word. */
export const root = (word: string): string => (word.length > 4 ? word.replace(/(ies|ing|ed|es|e|s|y)$/, '') : word)

const idle = new Set(
  'a an and are as at be by can do does for from had has have how i in is it its many me my much of on or our per show that the their there these they this to was we were what when where which who why will with you your'.split(
    ' ',
  ),
)

/** What is asked for: distinct words in their order, without those that say nothing (unless nothing else is left), at most eight. */
export function terms(query: string): string[] {
  const asked = [...new Set(words(query).map(({ word }) => word))]
  const telling = asked.filter((word) => !idle.has(word))
  return (telling.length > 0 ? telling : asked).slice(0, MOST_TERMS)
}

/** How many of the words asked for an entry must hold: both of two, two of three, three of four, then half and one. */
export const needed = (asked: number): number =>
  asked <= 2 ? asked : asked <= 4 ? asked - 1 : Math.floor(asked / 2) + 1
