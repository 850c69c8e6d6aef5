/** One policy within a text: its characters from `start`, annotations included. */
export type Piece = { start: number; text: string }

/** A comment or a string, which a semicolon does not end, or a semicolon. */
const token = /\/\/[^\n]*|"(?:\\[\s\S]|[^"\\])*"|;/g
const blank = /^(?:\s|\/\/[^\n]*(?:\n|$))*/

/** Parts a text that parses into its policies, in their order. */
export function splitText(text: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const found of text.matchAll(token)) {
    if (found[0] !== ';') continue
    const whole = text.slice(from, found.index + 1)
    const lead = blank.exec(whole)![0].length
    pieces.push({ start: from + lead, text: whole.slice(lead) })
    from = found.index + 1
  }
  return pieces
}
