/** The engine repeats the statement under its message, with a mark that only a fixed width keeps in place. */
export function withoutEcho(message: string) {
  return message.split(/\s*LINE \d+: /)[0] ?? message
}
