/** Everything the runner is told from outside; times in ms. */
export interface Settings {
  /** The database, signed in as the narrow role. */
  databaseUrl: string
  /** The app's signed endpoint, …/api/inngest. */
  appUrl: URL
  signingKey: string
  eventKey: string
  /** Loopback port of our event API; 0 takes a free one. */
  port: number
  /** Calls to the app at once. */
  slots: number
  /** First backoff of a failed attempt. */
  backoffMs: number
  /** How often what no notification announces is looked for: a dead executor, a cron. */
  tickMs: number
}

/** An Inngest server that runs the functions in our stead, and the database to read the outbox from. */
export interface RelaySettings {
  databaseUrl: string
  appUrl: URL
  inngestUrl: URL
  eventKey: string
}

const need = (env: NodeJS.ProcessEnv, name: string): string => {
  const value = env[name]
  if (!value) throw new Error(`The job runner needs ${name}.`)
  return value
}

const whole = (env: NodeJS.ProcessEnv, name: string, otherwise: number): number => {
  const value = env[name] === undefined ? otherwise : Number(env[name])
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} must be a whole number, not "${env[name]}".`)
  return value
}

export const executorSettings = (env: NodeJS.ProcessEnv, databaseUrl: string): Settings => ({
  databaseUrl,
  appUrl: new URL(need(env, 'JOB_APP_URL')),
  signingKey: need(env, 'INNGEST_SIGNING_KEY'),
  eventKey: need(env, 'INNGEST_EVENT_KEY'),
  port: whole(env, 'JOB_PORT', 8288),
  slots: Math.max(1, whole(env, 'JOB_SLOTS', 16)),
  backoffMs: whole(env, 'JOB_RETRY_MS', 1000),
  tickMs: Math.max(50, whole(env, 'JOB_TICK_MS', 500)),
})

export const relaySettings = (env: NodeJS.ProcessEnv, databaseUrl: string): RelaySettings => ({
  databaseUrl,
  appUrl: new URL(need(env, 'JOB_APP_URL')),
  inngestUrl: new URL(need(env, 'INNGEST_BASE_URL')),
  eventKey: need(env, 'INNGEST_EVENT_KEY'),
})
