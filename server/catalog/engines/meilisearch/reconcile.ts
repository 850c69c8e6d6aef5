import type { OrgScope } from '@/server/platform/db'
import { coded } from './code'
import { currentIndex, dropOlder } from './index-of'
import { server } from './server'
import * as store from './store'

const PAGE = 5000 // documents read at once

/** Compares the index with the entries of an organisation, each by its hash, and has those told again that differ, are missing or are too many. */
export async function reconcile(scope: OrgScope): Promise<{ compared: number; differing: number }> {
  const at = await server('write')
  const index = await currentIndex(at)
  await dropOlder(at, index)
  const there = new Map<string, string>()
  for (let offset = 0; ; offset += PAGE) {
    const { results } = await at.index(index).getDocuments<{ id: string; hash: string }>({
      filter: `org = "${coded(scope.orgId)}"`,
      fields: ['id', 'hash'],
      offset,
      limit: PAGE,
    })
    for (const { id, hash } of results) there.set(id, hash)
    if (results.length < PAGE) break
  }
  const differing: string[] = []
  let compared = 0
  for (let after = ''; ; ) {
    const kept = await store.listKept(scope, after, PAGE)
    for (const { id, source } of kept) {
      if (there.get(id) !== source) differing.push(id)
      there.delete(id)
    }
    compared += kept.length
    if (kept.length < PAGE) break
    after = kept.at(-1)!.id
  }
  differing.push(...there.keys())
  await store.tellAgain(scope, differing)
  return { compared, differing: differing.length }
}
