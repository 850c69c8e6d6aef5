/** One JSON line per entry on stderr; anything that looks like a secret is struck out before it is written. */

const secretName = /pass(word)?|secret|token|authorization|cookie|sealed|signing|credential|api_?key/i
const secretText = [
  /stoa_[a-z]+_[A-Za-z0-9_-]{16,}/g,
  /(?<=:\/\/[^\s/:@]*:)[^\s@]+(?=@)/g,
  /(?<=[Bb]earer )[\w.~+/=-]+/g,
  /eyJ[\w-]{8,}\.[\w-]{8,}(\.[\w-]*){0,3}/g,
]

/** A text without tokens, bearer headers or passwords in addresses. */
export const redact = (text: string): string =>
  secretText.reduce((rest, pattern) => rest.replace(pattern, '[redacted]'), text)

function clean(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redact(value)
  if (value instanceof Error)
    return { name: value.name, message: redact(value.message), stack: redact(value.stack ?? '') }
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value
  if (depth > 5) return '…'
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => clean(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, secretName.test(key) ? '[redacted]' : clean(item, depth + 1)]),
  )
}

type Fields = Record<string, unknown>
const write =
  (level: 'info' | 'warn' | 'error') =>
  (message: string, fields: Fields = {}) => {
    const entry = { at: new Date().toISOString(), level, message: redact(message), ...(clean(fields) as Fields) }
    process.stderr.write(`${JSON.stringify(entry)}\n`)
  }

export const log = { info: write('info'), warn: write('warn'), error: write('error') }
