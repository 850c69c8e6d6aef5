import * as compute from '@/server/platform/compute'
import type { OrgScope } from '@/server/platform/db'
import { storage } from '@/server/platform/storage'
import type { PortObject } from '@/server/product'
import { findColumn } from './find-object'

type Ask = {
  object: PortObject
  by: string | undefined
  most: number
  between?: { from: Date; to: Date } | null
  signal?: AbortSignal
}

/** The newest days that a column of times has rows of, the oldest first, each by its beginning (UTC). */
export async function listDays(scope: OrgScope, { object, by, most, between, signal }: Ask): Promise<Date[]> {
  const { physical } = findColumn(object, by ?? '', 'by')
  const files = [await storage.localPath(object.storageKey)]
  const views = [{ name: ['rows'], files, columns: [{ name: physical, as: 'at' }] }]
  const ms = 'epoch_ms(try_cast("at" as timestamp))'
  const within = between ? ` and ${ms} >= ${between.from.getTime()} and ${ms} <= ${between.to.getTime()}` : ''
  const sql = `select distinct epoch_ms(date_trunc('day', try_cast("at" as timestamp))) as day from rows
    where try_cast("at" as timestamp) is not null${within} order by day desc limit ${most}`
  const { rows } = await compute.query({ org: scope.orgId, views, sql, signal, limit: most })
  return rows.map(([day]) => new Date(Number(day))).reverse()
}
