import type { OrgScope } from '@/server/platform/db'
import { env } from '@/server/platform/env'
import * as mails from './mail-store'
import { type Choice, kinds } from './schema'

/** What a member may be told of, and which of it also arrives by mail. */
export async function getChoices(scope: OrgScope, memberId: string): Promise<{ items: Choice[]; sends: boolean }> {
  const said = new Map((await mails.listChoices(scope, memberId)).map(({ kind, wanted }) => [kind, wanted]))
  const items = kinds.map(({ kind, title, mail }) => ({ kind, title, mail: said.get(kind) ?? mail }))
  return { items, sends: env().SMTP_URL !== undefined }
}
