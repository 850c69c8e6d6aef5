import { type Child, defaultMemory } from './child'
import { launch } from './launch'

/** Children that have loaded DuckDB and wait for their one task, so that a reader does not wait for a process to start. */

/** How many wait while work comes in, and how many when none came for a while. */
const busySpares = 2
const idleSpares = 1
const idleAfterMs = 60_000
/** A taken child that works this long is replaced meanwhile; one that ends sooner is, a moment after its end. */
const refillAfterMs = 300
const restMs = 50

type Spare = Promise<Child | null>
type Pool = { spares: Spare[]; lastTaken: number; shrink?: NodeJS.Timeout }
// Development reloads modules; the children must not be lost with them.
const holder = globalThis as typeof globalThis & { stoaComputePool?: Pool }
const pool = () => (holder.stoaComputePool ??= { spares: [], lastTaken: 0 })

/** Makes sure that children are waiting. */
export function warm(wanted = idleSpares) {
  const { spares } = pool()
  while (spares.length < wanted) spares.push(spare())
}

function spare(): Spare {
  const forget = () => {
    const at = pool().spares.indexOf(coming)
    if (at >= 0) pool().spares.splice(at, 1)
    return null
  }
  // One that cannot be started is no fault yet: whoever needs it starts it again, and hears why that fails.
  const coming: Spare = launch(defaultMemory).then((child) => child.once('close', forget), forget)
  return coming
}

/** A child for one task: a waiting one when its limits fit, else a new one. */
export async function take(memoryBytes = defaultMemory): Promise<Child> {
  const waiting = memoryBytes === defaultMemory ? await takeWaiting() : null
  return waiting ?? taken(await launch(memoryBytes))
}

/** One of those that wait; null where none does. */
export async function takeWaiting(): Promise<Child | null> {
  const child = await pool().spares.shift()
  return child && !child.gone ? taken(child) : null
}

function taken(child: Child): Child {
  child.work()
  pool().lastTaken = Date.now()
  // Starting the next one costs the machine what the taken one needs now; once that has answered it costs nobody.
  const refill = setTimeout(() => warm(busySpares), refillAfterMs).unref()
  child.once('close', () => {
    clearTimeout(refill)
    setTimeout(() => warm(busySpares), restMs).unref()
  })
  pool().shrink ??= setInterval(shrink, idleAfterMs).unref()
  return child
}

function shrink() {
  const { spares, lastTaken } = pool()
  if (Date.now() - lastTaken < idleAfterMs) return
  for (const spare of spares.splice(idleSpares)) void spare.then((child) => child?.orders.end())
}
