/** One policy of a text: its name, its words with what is noted on it, and the line it begins at. */
export type PolicyText = { id: string; text: string; line: number }

/** A comment or a string, which a semicolon does not end, or a semicolon. */
const token = /\/\/[^\n]*|"(?:\\[\s\S]|[^"\\])*"|;/g
const blank = /^(?:\s|\/\/[^\n]*(?:\n|$))*/
const named = /@id\(\s*"((?:\\[\s\S]|[^"\\])*)"\s*\)/

/** Parts a text into its policies, named as the server names them: by `@id`, else by their place. */
export function policyTexts(whole: string): PolicyText[] {
  const found: PolicyText[] = []
  let from = 0
  for (const end of whole.matchAll(token)) {
    if (end[0] !== ';') continue
    const piece = whole.slice(from, end.index + 1)
    const lead = blank.exec(piece)?.[0].length ?? 0
    const text = piece.slice(lead)
    const id = named.exec(text)?.[1]?.replaceAll(/\\(.)/g, '$1') || `policy${found.length}`
    found.push({ id, text, line: whole.slice(0, from + lead).split('\n').length })
    from = end.index + 1
  }
  return found
}
