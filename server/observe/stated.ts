import { told } from './added'
import type { AddedKind } from './added-schema'
import type { Added } from './added-store'
import { usual } from './schedule'

/** What goes without saying, so that a document says what its writer meant. */
const unsaid: Record<string, unknown> = {
  source: 'added',
  live: true,
  season: 'none',
  object: '',
  column: '',
  port: '',
}

/** One that was added as a document states it: what it asks, and of the rest only what is not as usual. `owner`: their e-mail, where it is not the product's own. */
export function stated({ ask, title, schedule }: Added, owner: string | undefined): Record<string, unknown> {
  const said = Object.entries(ask).filter(([key, value]) => value != null && unsaid[key] !== value)
  const { kind, port, object, column, ...own } = Object.fromEntries(said)
  return {
    // Those that it does not name are left out.
    kind,
    port,
    object,
    column,
    ...(title !== told(ask).title && { title }),
    ...own,
    ...(schedule !== usual(ask.kind as AddedKind) && { schedule }),
    ...(owner !== undefined && { owner }),
  }
}
