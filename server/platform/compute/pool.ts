import { type Child, defaultMemory, start } from './child'

/** Children that have loaded DuckDB and wait for their one task, so that a reader does not wait for a process to start. */

/** How many wait while work comes in, and how many when none came for a while. */
const busySpares = 2
const idleSpares = 1
const idleAfterMs = 60_000
/** A taken child that works this long is replaced meanwhile; one that ends sooner is, a moment after its end. */
const refillAfterMs = 300
const restMs = 50

type Pool = { spares: Child[]; lastTaken: number; shrink?: NodeJS.Timeout }
// Development reloads modules; the children must not be lost with them.
const holder = globalThis as typeof globalThis & { stoaComputePool?: Pool }
const pool = () => (holder.stoaComputePool ??= { spares: [], lastTaken: 0 })

/** Makes sure that children are waiting. */
export function warm(wanted = idleSpares) {
  const { spares } = pool()
  while (spares.length < wanted) {
    const child = start()
    // A waiting child must not keep a finished process (a script, a test) alive.
    for (const part of [child.process, child.orders, child.reports]) (part as { unref?: () => void }).unref?.()
    child.process.once('exit', () => {
      const at = spares.indexOf(child)
      if (at >= 0) spares.splice(at, 1)
    })
    child.process.once('error', () => {})
    spares.push(child)
  }
}

/** A child for one task: a waiting one when its limits fit, else a new one. */
export function take(memoryBytes = defaultMemory): Child {
  const { spares } = pool()
  const child = memoryBytes === defaultMemory ? (spares.shift() ?? start()) : start(memoryBytes)
  for (const part of [child.process, child.orders, child.reports]) (part as { ref?: () => void }).ref?.()
  pool().lastTaken = Date.now()
  // Starting the next one costs the machine what the taken one needs now; once that has answered it costs nobody.
  const refill = setTimeout(() => warm(busySpares), refillAfterMs).unref()
  child.process.once('exit', () => {
    clearTimeout(refill)
    setTimeout(() => warm(busySpares), restMs).unref()
  })
  pool().shrink ??= setInterval(shrink, idleAfterMs).unref()
  return child
}

function shrink() {
  const { spares, lastTaken } = pool()
  if (Date.now() - lastTaken < idleAfterMs) return
  for (const child of spares.splice(idleSpares)) child.orders.end()
}
