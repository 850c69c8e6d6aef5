/** What Stoa itself keeps of the organisation: how access is asked for, decided, given and proven. The host supplies the rows. */
import { z } from 'zod'
import { invalid } from '@/server/platform/errors'
import type { Connector, Host, Reading, RecordTable } from '../connector'

const nothing = z.strictObject({})
type Nothing = z.infer<typeof nothing>

export const stoa: Connector<Nothing, Nothing> = {
  kind: 'stoa',
  title: 'Stoa itself',
  summary:
    'Requests, decisions, grants and proofs of this organisation, to be watched and published like any other data.',
  config: nothing,
  secrets: nothing,
  pointing: [],
  capabilities: ['readable', 'incremental'],
  evidence: { grade: 'A', words: 'Proven on the records of a real database in every test run.' },
  demands: 'audit',
  async open(_config: Nothing, _secrets: Nothing, { records = [], signal }: Host) {
    const tableOf = (ref: string) => {
      const table = records.find(({ name }) => name === ref)
      if (!table) throw invalid(`Stoa keeps no ${ref}; it keeps ${records.map(({ name }) => name).join(', ')}.`)
      return table
    }
    return {
      async discover() {
        const found = records.map(async (table) => ({ ...shown(table), rows: await table.count() }))
        return { assets: await Promise.all(found) }
      },
      async read(ref, { incremental }): Promise<Reading> {
        const table = tableOf(ref)
        if (incremental && incremental.column !== table.cursor)
          throw invalid(`${ref} is read by ${table.cursor ?? 'no column'}, not by ${incremental.column}.`)
        const after = incremental?.after
        const { pages, position } = table.read(after)
        return {
          rows: { form: 'ndjson', stream: bytesOf(pages, signal), columns: table.columns.map(typed) },
          complete: after === undefined,
          key: table.keys.primary,
          ...(position === undefined ? {} : { position }),
        }
      },
      close: async () => undefined,
    }
  },
}

const typed = ({ name, type }: RecordTable['columns'][number]) => ({ name, type })
const shown = ({ name, description, columns, keys, cursor }: RecordTable) => ({
  ref: name,
  kind: 'table' as const,
  name,
  description,
  columns,
  keys,
  ...(cursor === undefined ? {} : { cursor }),
})

async function* bytesOf(pages: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const page of pages) {
    signal.throwIfAborted()
    yield Buffer.from(page)
  }
}
