import type { Format } from '@/server/serve/schema'

/** What a script sends to get the same answer. */
export type Asked = { sql: string; purpose?: string; limit?: number; format: Format }

/** A shell word that nothing inside can end. */
const shell = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** The exact command for the same answer; a file is written where the answer is one. */
export function curl(origin: string, asked: Asked): string {
  const lines = [
    `curl -sS ${origin}/api/v1/query`,
    `-H "Authorization: Bearer $STOA_TOKEN"`,
    `-H 'Content-Type: application/json'`,
    `-d ${shell(JSON.stringify(asked))}`,
    ...(asked.format === 'json' ? [] : [`-o answer.${asked.format}`]),
  ]
  return lines.join(' \\\n  ')
}

/** A name as SQL wants it: quoted only where it must be. */
export const sqlName = (name: string) => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`)
export const tableName = (parts: string[]) => parts.map((part) => `"${part.replaceAll('"', '""')}"`).join('.')
