import * as serve from '@/server/serve'
import type { Actor } from '@/server/tenancy'

type Ask = {
  product: string
  port: string
  object: string
  columns: readonly string[]
  purpose?: string
  /** Every row too, not only those that a policy or a grant leaves. */
  everyRow?: boolean
}

/** How somebody may read some columns of a port at this moment: `plain`, masked or `in part`, or `nothing` of the port at all. */
export async function seesPlain(actor: Actor, ask: Ask): Promise<'plain' | 'in part' | 'nothing'> {
  const all = (await serve.listPorts(actor)).filter(({ product, port }) => product === ask.product && port === ask.port)
  const seen = all.filter(
    ({ purpose, paused }) =>
      paused === null && (ask.purpose === undefined || purpose === null || purpose === ask.purpose),
  )
  if (seen.length === 0) return 'nothing'
  const plain = seen.some(({ objects }) => {
    const object = objects.find((one) => one.object === ask.object)
    const names = object?.columns.filter(({ masks }) => masks.length === 0).map(({ name }) => name)
    const rows = !ask.everyRow || object?.rows !== null
    return rows && ask.columns.every((column) => names?.includes(column))
  })
  return plain ? 'plain' : 'in part'
}
