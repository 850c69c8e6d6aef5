import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import * as compute from '@/server/platform/compute'
import type { OrgScope } from '@/server/platform/db'
import { dataPath } from '@/server/platform/env'
import { storage } from '@/server/platform/storage'
import type { Check } from './check'
import { compileCheck, type Table } from './compile-check'
import { canMeasure, holds, judge, type Reading } from './judge'
import type { CheckResult } from './schema'

/** One object of a port with the snapshot whose rows are judged. */
export type Shown = {
  object: string
  /** Columns as the contract names them, beside the asset's own names; only those that the snapshot has. */
  columns: { name: string; physical: string; type: string }[]
  snapshot: { id: string; storageKey: string; hash: string; rows: number }
}
/** Where the rows of an object lie once those that fail were set aside. */
export type Placed = {
  object: string
  storageKey: string
  hash: string
  rows: number
  setAside: number
  asideKey: string | null
}
export type Judged = { results: CheckResult[]; held: boolean; placed: Placed[] }

const deadlineMs = 10 * 60_000

/**
 * Runs every check of one port over its objects. Rows that fail a check of `onFailure: setAside` are parted first; every promise is then
 * measured on the rows that remain, because those are what the port shows. With `keep` the parted files are stored.
 */
export async function runChecks(
  scope: OrgScope,
  ask: { checks: Check[]; shown: Shown[]; keep: boolean; signal?: AbortSignal },
): Promise<Judged> {
  const outDir = dataPath('parting', randomUUID())
  await mkdir(outDir, { recursive: true, mode: 0o700 })
  try {
    const parted = []
    for (const shown of ask.shown) parted.push(await part(scope, shown, ask, outDir))
    const readings = await measureAll(scope, ask, parted)
    const aside = new Map(parted.flatMap((each) => each.failed.map(({ id, rows }) => [id, rows] as const)))
    const results = ask.checks.map((check) =>
      judge(check, tableOf(ask.shown, check.object), readings.get(check.id), aside.get(check.id) ?? null),
    )
    const placed = ask.keep ? await Promise.all(parted.map((each) => each.place())) : []
    return { results, held: holds(results), placed }
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
}

const tableOf = (shown: Shown[], object: string): Table => ({
  object,
  columns: shown.find((each) => each.object === object)?.columns ?? [],
})

/** The file of an object without the rows that fail, and those rows in a file of their own. */
async function part(scope: OrgScope, shown: Shown, ask: { checks: Check[]; signal?: AbortSignal }, outDir: string) {
  const { snapshot } = shown
  const path = await storage.localPath(snapshot.storageKey)
  const table: Table = {
    object: shown.object,
    columns: shown.columns.map((column) => ({ ...column, sqlName: column.physical })),
  }
  const conditions = ask.checks.flatMap((check) => {
    if (!check.setAside || check.object !== shown.object || !canMeasure(check, table)) return []
    const where = compileCheck(check, table).failing
    return where === null ? [] : [{ id: check.id, where }]
  })
  const whole: Placed = {
    object: shown.object,
    storageKey: snapshot.storageKey,
    hash: snapshot.hash,
    rows: snapshot.rows,
    setAside: 0,
    asideKey: null,
  }
  if (conditions.length === 0) return { shown, path, failed: [], place: async () => whole }
  const limits = { org: scope.orgId, signal: ask.signal, deadlineMs }
  const { kept, aside, failed } = await compute.split({ ...limits, path, failing: conditions, outDir })
  if (!aside) return { shown, path, failed, place: async () => whole }
  const place = async (): Promise<Placed> => {
    const keys = { kept: keyOf(scope, kept.hash), aside: keyOf(scope, aside.hash) }
    await storage.put(keys.kept, kept.path)
    await storage.put(keys.aside, aside.path)
    const { object } = shown
    return {
      object,
      storageKey: keys.kept,
      hash: kept.hash,
      rows: kept.rows,
      setAside: aside.rows,
      asideKey: keys.aside,
    }
  }
  return { shown, path: kept.path, failed, place }
}

const keyOf = (scope: OrgScope, hash: string) => `ports/${scope.orgId}/${hash}.parquet`

/** One number for each check that a query measures. An author's statement sees the objects of its own contract alone. */
async function measureAll(
  scope: OrgScope,
  ask: { checks: Check[]; shown: Shown[]; signal?: AbortSignal },
  parted: { shown: Shown; path: string }[],
): Promise<Map<string, Reading>> {
  const checks = ask.checks.flatMap((check) => {
    const table = tableOf(ask.shown, check.object)
    const sql = canMeasure(check, table) ? compileCheck(check, table).number : null
    return sql === null ? [] : [{ id: check.id, sql }]
  })
  if (checks.length === 0) return new Map()
  const views = parted
    .filter(({ shown }) => shown.columns.length > 0)
    .map(({ shown, path }) => ({
      name: [shown.object],
      files: [path],
      columns: shown.columns.map((column) => ({ name: column.physical, as: column.name })),
    }))
  const measured = await compute.numbers({ org: scope.orgId, views, checks, signal: ask.signal, deadlineMs })
  return new Map(measured.map(({ id, ...reading }) => [id, reading]))
}
