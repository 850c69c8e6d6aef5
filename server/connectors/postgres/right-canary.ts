import type pg from 'pg'
import type { Proof } from '../connector'
import { quote } from './quote'
import { ours } from './right-names'
import type { RightView } from './right-view'

/** What the grantee is shown, held against what policy and grant make of the same moment's table: hidden rows, and masked values. */

/** The longest that one comparison may take, in ms. */
const patience = 5_000

const line = (statement: string, outcome: string, ok: boolean, kind: Proof['kind'] = 'refused'): Proof => ({
  kind,
  statement,
  outcome,
  ok,
})

/** Compares under one snapshot, so that what is written meanwhile makes no difference. */
export async function canaries(client: pg.Client, as: pg.Client, views: RightView[]): Promise<Proof[]> {
  const narrowed = views.filter((view) => view.where !== undefined || maskedOf(view).length > 0)
  const proofs: Proof[] = []
  for (const view of narrowed) {
    if (view.where !== undefined)
      proofs.push(await compared(client, as, `select count(*) from ${ours}.${view.name}`, () => rows(client, as, view)))
    for (const column of maskedOf(view)) {
      const statement = `select ${quote('name', column.name)} from ${ours}.${view.name}`
      proofs.push(await compared(client, as, statement, () => masked(client, as, view, column)))
    }
  }
  return proofs
}

type Column = RightView['columns'][number]
const maskedOf = ({ columns }: RightView): Column[] => columns.filter(({ plain, shown }) => plain !== shown)

async function compared(
  client: pg.Client,
  as: pg.Client,
  statement: string,
  work: () => Promise<[outcome: string, ok: boolean]>,
): Promise<Proof> {
  try {
    await client.query('begin isolation level repeatable read read only')
    const { rows: made } = await client.query<{ id: string }>('select pg_export_snapshot() as id')
    await client.query(`set local statement_timeout = ${patience}`)
    await as.query('begin isolation level repeatable read read only')
    await as.query(`set transaction snapshot ${quote('value', made[0]!.id)}`)
    return line(statement, ...(await work()))
  } catch (error) {
    const { code = 'no code', message = '' } = error as { code?: string; message?: string }
    if (code === '57014') return line(statement, 'not compared in time; the view is as it was made', true)
    return line(statement, `${code}: ${message}`.slice(0, 300), false)
  } finally {
    await as.query('rollback').catch(() => undefined)
    await client.query('rollback').catch(() => undefined)
  }
}

async function rows(client: pg.Client, as: pg.Client, view: RightView): Promise<[string, boolean]> {
  const count = async (of: pg.Client, sql: string) => (await of.query<{ n: string }>(sql)).rows[0]!.n
  const shown = await count(as, `select count(*) as n from ${ours}.${quote('name', view.name)}`)
  const right = await count(client, `select count(*) as n from (${view.select}) t`)
  const all = await count(client, `select count(*) as n from ${view.from}`)
  return [`shows ${shown} rows; ${right} of ${all} are within the grant`, shown === right]
}

/** One value that is masked: its mask is shown where the value would be, and the value itself no oftener than policy lets it. */
async function masked(client: pg.Client, as: pg.Client, view: RightView, column: Column): Promise<[string, boolean]> {
  const { plain, shown, name } = column
  const where = view.where === undefined ? 'true' : view.where
  const found = await client.query<{ plain: string | null; shown: string | null }>(
    `select (${plain})::text as plain, ${shown}::text as shown from ${view.from}
     where (${where}) and (${plain})::text is distinct from ${shown}::text limit 1`,
  )
  const canary = found.rows[0]
  if (!canary) return ['no value is masked at this moment; the view is as it was made', true]
  const counted = `count(*) filter (where ${quote('name', name)}::text is not distinct from $1::text) as masked,
    count(*) filter (where ${quote('name', name)}::text is not distinct from $2::text) as plain`
  const count = async (of: pg.Client, from: string) =>
    (await of.query<{ masked: string; plain: string }>(`select ${counted} from ${from}`, [canary.shown, canary.plain]))
      .rows[0]!
  const given = await count(as, `${ours}.${quote('name', view.name)}`)
  const right = await count(client, `(${view.select}) t`)
  const ok = given.masked !== '0' && given.masked === right.masked && given.plain === right.plain
  return [ok ? 'shows the mask of a value, and not the value' : 'shows what the mask should hide', ok]
}
