/** Next calls this once in each server process, before it answers. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { startSealer } = await import('@/server/audit')
  startSealer()
  const compute = await import('@/server/platform/compute')
  compute.warm()
}
