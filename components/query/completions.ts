import type { CodeCompletion } from '@/components/ui/code-editor'
import type { ReadablePort } from '@/server/serve/schema'
import { sqlName, tableName } from './snippet'

/** What the editor offers: every table one may read, and its columns. */
export function completionsOf(ports: ReadablePort[]): CodeCompletion[] {
  const columns = new Map<string, CodeCompletion>()
  const tables = ports.flatMap((port) =>
    port.objects.map((object): CodeCompletion => {
      for (const { name, type } of object.columns)
        columns.set(`${name} ${type}`, {
          label: name,
          insert: sqlName(name),
          detail: `${type.toLowerCase()}, ${port.product}`,
          kind: 'column',
        })
      return {
        label: object.name.join('.'),
        insert: tableName(object.name),
        detail: port.purpose ? `for ${port.purpose}` : 'by your role',
        kind: 'table',
      }
    }),
  )
  return [...tables, ...columns.values()]
}
