import { serve } from 'inngest/next'
import { inngest } from '@/jobs/client'
import { functions } from '@/jobs/index'
import { env } from '@/server/platform/env'

const { JOB_APP_URL } = env()
// Anyone may ask for a registration: what the server is told to call must not be what the caller's Host header says.
const serveOrigin = JOB_APP_URL && new URL(JOB_APP_URL).origin

/** The job runner's door, open to calls that it signed. No other verb is mounted: old SDKs answered them with the environment. */
export const { GET, POST, PUT } = serve({ client: inngest, functions, serveOrigin })
export const dynamic = 'force-dynamic'
