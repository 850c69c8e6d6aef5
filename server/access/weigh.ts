import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as product from '@/server/product'
import { heldPorts } from './held-ports'
import { type Joined, joinable, type KnownColumn, narrower } from './joinable'
import { knowColumns } from './know-columns'
import { findRequest, listDecided, type StoredRequest } from './request-store'
import { usualTime } from './usual-time'

const LOOKED_AT = 100

/** What a decider weighs: the columns wanted, what becomes joinable with what is held, less that would do, and what was decided before. */
export async function weigh(scope: OrgScope, id: string) {
  const row = await findRequest(scope, id)
  if (!row) throw notFound('request')
  const major = Number(row.productVersion.split('.')[0])
  const port = await product.findPort(scope, { productId: row.productId, port: row.port, major })
  const known = await knowColumns(scope, port?.objects ?? [])
  const columns = row.terms ? row.terms.columns : row.columns.length > 0 ? row.columns : null
  const wants = ({ object, name }: KnownColumn) => columns === null || columns.includes(`${object}.${name}`)
  const wanted = known.filter(wants)
  const joins = await joinsOf(scope, row, wanted)
  return {
    objects: (port?.objects ?? []).map(({ name, rows }) => ({
      name,
      rows,
      columns: known
        .filter(({ object }) => object === name)
        .map((column) => {
          const { type, classification, personal } = column
          return { name: column.name, type, classification, personal, wanted: wants(column) }
        }),
    })),
    joins: joins.map(({ joined, ...held }) => ({
      ...held,
      identifies: joined.identifies,
      keys: joined.keys.map((key) => ({ wanted: named(key.wanted), held: named(key.held), because: key.because })),
    })),
    narrower: narrower(
      wanted,
      joins.map(({ joined }) => joined),
    ),
    similar: await similarTo(scope, row),
  }
}

const named = ({ object, name }: KnownColumn) => `${object}.${name}`

type HeldJoin = { grant: string; product: string; productTitle: string; port: string; joined: Joined }

/** The grants that share a key with what is wanted; another port of what is asked for is one of them, the same port is not. */
async function joinsOf(scope: OrgScope, row: StoredRequest, wanted: KnownColumn[]): Promise<HeldJoin[]> {
  const holders = [...new Set([row.principalId, row.holderId])]
  const held = (await Promise.all(holders.map((holder) => heldPorts(scope, holder)))).flat()
  const others = [...new Map(held.map((one) => [one.grantId, one])).values()].filter(
    (one) => one.productId !== row.productId || one.portName !== row.port,
  )
  const found = await Promise.all(
    others.map(async ({ grantId, productSlug, productTitle, portName, objects }) => {
      const joined = joinable(wanted, await knowColumns(scope, objects))
      return { grant: grantId, product: productSlug, productTitle, port: portName, joined }
    }),
  )
  return found.filter(({ joined }) => joined.keys.length > 0)
}

async function similarTo(scope: OrgScope, row: StoredRequest) {
  const before = await listDecided(scope, { productId: row.productId, port: row.port, notId: row.id }, LOOKED_AT)
  const ended = (state: string) => before.filter((one) => one.state === state).length
  return {
    approved: ended('approved'),
    narrowed: before.filter(({ state, terms }) => state === 'approved' && terms !== null).length,
    rejected: ended('rejected'),
    withdrawn: ended('withdrawn'),
    timedOut: ended('timed_out'),
    usual: usualTime(before),
  }
}
