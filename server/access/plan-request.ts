import { invalid, notFound } from '@/server/platform/errors'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import { checkDelivery } from './check-delivery'
import { checkRows } from './check-rows'
import { demandWhole } from './demand-whole'
import { findHolder } from './find-holder'
import { loadLevels } from './load-levels'
import { columnsOf, covered, offered } from './narrow'
import type { NewRequest } from './schema'
import { type Levels, planSteps, type Step } from './step-plan'

type Ask = Pick<NewRequest, 'product' | 'port' | 'for' | 'columns' | 'rows' | 'delivery'> & { purpose?: string }
export interface RequestPlan {
  port: product.Port
  holder: Awaited<ReturnType<typeof findHolder>>
  /** None where policy agrees by itself. */
  steps: Step[]
  levels: Levels
  pace: policy.Pace
  /** How long the asker may take it in an emergency, in hours. */
  emergency: number
}

/** What an ask comes to today: the port, who would hold it, and who has to agree. Refuses what cannot be asked for. */
export async function planRequest(
  actor: Actor,
  ask: Ask,
  { renewed = false }: { renewed?: boolean } = {},
): Promise<RequestPlan> {
  const { scope, principal } = actor
  const resource = await product.resource(scope, ask.product)
  if (!resource?.published) throw notFound('product')
  const port = await product.findPort(scope, { productId: resource.id, port: ask.port })
  if (!port) {
    const message = `${ask.product} has no port "${ask.port}" that can be read now: see the ports on its page.`
    throw invalid(message, [{ path: 'port', message }])
  }
  const holder = await findHolder(actor, ask.for, ask.purpose)
  if (ask.delivery === 'source') await checkDelivery(scope, { port, holder: holder.type, rows: ask.rows })
  demandWhole(port, ask)
  const wanted = wantedOf(port, ask.columns ?? null)
  // A decider may have narrowed rows by columns that are not shown; such a condition is asked for again as it was given.
  const objects = renewed ? port.objects : port.objects.flatMap((object) => shownOf(object, wanted))
  if (ask.rows !== undefined) await checkRows(scope, { rows: ask.rows, path: 'rows', objects })
  await policy.load(scope)
  const columns = columnFacts(port, wanted)
  const needs = policy.approvalFor({
    principal,
    port: policy.portResource(port, resource),
    columns,
    purpose: ask.purpose,
  })
  const levels = await loadLevels(scope)
  const steps = planSteps(needs.steps, levels, { domainId: port.domainId, asker: principal.id })
  return { port, holder, steps, levels, pace: needs.pace, emergency: needs.emergency }
}

type Wanted = ReturnType<typeof covered>

/** What is wanted of the port, by name. */
function wantedOf(port: product.Port, columns: string[] | null): Wanted {
  const known = new Set(columnsOf(offered(port)))
  const strange = columns?.find((column) => !known.has(column))
  if (strange !== undefined) {
    const message = `${port.slug} ${port.name} has no column ${strange}: write object.column, as on its page.`
    throw invalid(message, [{ path: 'columns', message }])
  }
  return covered(offered(port), columns)
}

/** An object with the columns that are wanted of it; a condition on rows may name these and no others. */
function shownOf<O extends { name: string; columns: C[] }, C extends { name: string }>(object: O, wanted: Wanted): O[] {
  const names = wanted.find(({ name }) => name === object.name)?.columns ?? []
  const columns = object.columns.filter(({ name }) => names.includes(name))
  return columns.length > 0 ? [{ ...object, columns }] : []
}

/** The columns wanted, with what their contract says of them. */
const columnFacts = (port: product.Port, wanted: Wanted) =>
  offered(port).flatMap((object) =>
    shownOf(object, wanted).flatMap(({ name, columns }) => columns.map((column) => ({ ...column, object: name }))),
  )
