import { z } from 'zod'

/** An agent was made, changed or removed. */
export const agentChanged = {
  name: 'agent/agent.changed',
  data: z.strictObject({ org: z.string(), agent: z.string() }),
}
