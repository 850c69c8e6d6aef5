/** A fault in a text, at its line and column, both from 1; columns count characters as editors do. */
export type Problem = { line: number; column: number; message: string; policy?: string }

/** The place of a character. */
export function placeAt(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  return { line, column: at - before.lastIndexOf('\n') }
}

/** cedar-wasm counts bytes of UTF-8. */
export const charactersIn = (text: string, bytes: number): number =>
  new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, bytes)).length
