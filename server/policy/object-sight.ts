import { and, type Formula, no, or, yes } from '@/server/platform/filter'
import type { Query } from './compile/closure'
import type { Mask, Masks } from './compile/mask'
import { shownSql } from './compile/mask-sql'
import { type Residual, residualOf } from './compile/residual'
import { openQueryOf, queryOf } from './facts'
import type { Loaded } from './loaded'
import type { SeenObject, SightAsk } from './port-sight'
import { portalEngine } from './portal-engine'
import { rowType } from './row-type'
import type { Resource } from './schema'
import { rowsTable } from './tables'

/** `sql` is null where the column is shown as it is; `column` is what the file calls it, quoted. */
export type GivenColumn = {
  name: string
  type: string
  column: string
  hidden: boolean
  sql: string | null
  masks: string[]
}
/** `narrowing` names the policies that leave rows out, hide columns or mask them; a permit's own masks are told by `because`. */
export type GivenObject = { because: string[]; narrowing: string[]; rows: Formula; columns: GivenColumn[] }

type Within = { object: SeenObject; query: Query; permits: string[] }

/** What the policies of a moment give one principal of an object: the rows, and each column as it stands in them. */
export function objectSight(loaded: Loaded, ask: SightAsk, { object, query, permits }: Within): GivenObject {
  const { set } = loaded
  const residual = rowResidual(loaded, ask, object)
  const whole = permits.map((id) => ({ when: yes, masks: set.get(id)!.masks }))
  const allowed = [...whole, ...residual.permits.map(({ policy, when }) => ({ when, masks: policy.masks }))]
  const judged = set.judge('mask', query)
  const masking = [
    ...[...judged.held, ...judged.erred].map((id) => ({ unless: no, masks: set.get(id)!.masks })),
    ...residual.masking.map(({ policy, unless }) => ({ unless, masks: policy.masks })),
  ]
  const rows = and(...residual.forbids.map(({ unless }) => unless), or(...allowed.map(({ when }) => when)))
  const narrowing = new Set([
    ...[...residual.forbids, ...residual.masking].map(({ policy }) => policy.id),
    ...judged.held,
    ...judged.erred,
  ])
  const columns = object.columns.map((column): GivenColumn => {
    const own = columnRules(loaded, ask, object, column)
    for (const id of own.said) narrowing.add(id)
    const forbids = [...masking, ...own.masking].flatMap(({ unless, masks }) => {
      const mask = maskOf(masks, column.name)
      return mask ? [{ unless, mask }] : []
    })
    const given = allowed.map(({ when, masks }) => ({ when, mask: maskOf(masks, column.name) }))
    const { dialect, salt } = ask.engine ?? portalEngine
    const printed = {
      dialect,
      column: quoted(column.physical),
      type: column.type,
      salt: salt(ask.principal.orgId),
    }
    const sql = own.hidden ? null : shownSql({ permits: given, forbids }, printed)
    const kinds = [...given.map(({ mask }) => mask), ...forbids.map(({ mask }) => mask)].flatMap(
      (mask) => mask?.kind ?? [],
    )
    const { name, type } = column
    const masks = sql === null ? [] : [...new Set(kinds)]
    return { name, type, column: printed.column, hidden: own.hidden, sql, masks }
  })
  return { because: residual.permits.map(({ policy }) => policy.id), narrowing: [...narrowing], rows, columns }
}

const maskOf = (masks: Masks, column: string): Mask | null => masks.get(column) ?? masks.get('*') ?? null
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

function rowResidual(loaded: Loaded, ask: SightAsk, object: SeenObject): Residual {
  const { resource, productId, product, port, several } = ask.port
  const type = rowType(product, port, object.name, several)
  const table = {
    type,
    columns: object.every ?? object.columns,
    above: {
      Port: resource.id,
      Product: productId,
      ...(resource.domainId !== undefined && { Domain: resource.domainId }),
      Organisation: ask.principal.orgId,
    },
  }
  return residualOf(loaded.set, openQueryOf(ask.principal, ask.action, type, ask.circumstances), rowsTable(table))
}

/** What policies about columns say of one: whether it is hidden, and what takes its plain value. */
function columnRules({ set }: Loaded, ask: SightAsk, object: SeenObject, column: SeenObject['columns'][number]) {
  const { resource, productId } = ask.port
  const { domainId, published, held } = resource
  const { name, type, classification } = column
  const asked: Resource = {
    type: 'column',
    id: `${resource.id}/${object.name}/${name}`,
    domainId,
    published,
    held,
    facts: { name, object: object.name, type, ...(classification && { classification }) },
    within: [
      { type: 'port', id: resource.id },
      { type: 'product', id: productId },
    ],
  }
  const query = queryOf({ ...ask, resource: asked })
  const forbids = set.judge('forbid', query)
  const masking = set.judge('mask', query)
  const [hiding, taking] = [forbids, masking].map(({ held, erred }) => [...held, ...erred]) as [string[], string[]]
  return {
    hidden: hiding.length > 0,
    masking: taking.map((id) => ({ unless: no, masks: set.get(id)!.masks })),
    said: [...hiding, ...taking],
  }
}
