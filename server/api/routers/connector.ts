import { z } from 'zod'
import * as connectors from '@/server/connectors'
import { permitted, router } from '../procedure'

const schemaOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' }) as Record<string, unknown>

const kind = z.strictObject({
  kind: z.string(),
  title: z.string(),
  summary: z.string(),
  config: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.unknown()),
  capabilities: z.array(z.string()),
  evidence: z.enum(['A', 'B', 'C']),
  proof: z.string(),
})

export const connectorRouter = router({
  list: permitted('view', 'organisation', {
    method: 'GET',
    path: '/connectors',
    summary: 'The kinds of source there are',
  })
    .input(z.strictObject({}))
    .output(z.strictObject({ items: z.array(kind), nextCursor: z.null() }))
    .query(({ ctx }) => {
      ctx.demand({ type: 'organisation', id: ctx.scope.orgId })
      const items = connectors
        .list()
        .map(({ kind: name, title, summary, config, secrets, capabilities, evidence }) => ({
          kind: name,
          title,
          summary,
          config: schemaOf(config),
          secrets: schemaOf(secrets),
          capabilities: [...capabilities],
          evidence: evidence.grade,
          proof: evidence.words,
        }))
      return { items, nextCursor: null }
    }),
})
