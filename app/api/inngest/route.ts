import { serve } from 'inngest/next'
import { inngest } from '@/jobs/client'
import { functions } from '@/jobs/index'

/** The job runner's door, open to calls that it signed. No other verb is mounted: old SDKs answered them with the environment. */
export const { GET, POST, PUT } = serve({ client: inngest, functions })
export const dynamic = 'force-dynamic'
