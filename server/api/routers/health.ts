import { z } from 'zod'
import { version } from '@/package.json'
import { health } from '../health'
import { open, router } from '../procedure'

const status = z.enum(['ok', 'degraded', 'down'])
const check = z.strictObject({ status, engine: z.string(), detail: z.string().optional() })

export const healthRouter = router({
  get: open({ method: 'GET', path: '/health', summary: 'How the installation and its parts are' })
    .input(z.strictObject({}))
    .output(
      z.strictObject({
        status,
        version: z.string(),
        checks: z.strictObject({ database: check, jobs: check, search: check, storage: check }),
      }),
    )
    .query(async ({ ctx }) => {
      const { status, checks } = await health()
      if (status === 'down') ctx.reply.status = 503
      return { status, version, checks }
    }),
})
