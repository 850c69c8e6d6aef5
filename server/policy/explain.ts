import type { OrgScope } from '@/server/platform/db'
import { decideBy } from './decide-by'
import type { Ask } from './facts'
import { loadAt } from './load-at'
import { type ObjectSight, portSight, type SeenObject, type SeenPort } from './port-sight'

/** What is asked; of a port to be read also what it holds, so that rows and masks can be told. */
export type Question = Ask & { port?: { seen: SeenPort; objects: readonly SeenObject[] } }
type Told = {
  effect: 'allow' | 'deny'
  because: string[]
  erred: string[]
  /** Policies that leave rows out, or hide or mask columns. */
  narrowing: string[]
  /** What is seen of each object; empty where nothing is read. */
  sights: ObjectSight[]
}
type Explained = {
  answers: Told[]
  /** The text of each policy that an answer names. */
  texts: ReadonlyMap<string, string>
  policyVersion: string
}

/** What would be decided and why: by today's policies, or by those of another moment. */
export async function explain(scope: OrgScope, questions: readonly Question[], at?: Date): Promise<Explained> {
  const loaded = await loadAt(scope, at)
  const answers = questions.map(({ port, ...ask }): Told => {
    const { effect, because, erred } = decideBy(loaded, ask)
    const plain = { effect, because, erred, narrowing: [], sights: [] }
    if (!port) return plain
    const found = portSight({ ...ask, port: port.seen }, port.objects, loaded)
    // Rows are read by what policies say of them, whatever they say of the port as a whole.
    if (found.effect === 'deny') return effect === 'deny' ? plain : { ...plain, effect: 'deny', because: found.because }
    const narrowing = [...new Set(found.sights.flatMap((sight) => sight.narrowing))]
    return { ...plain, effect: 'allow', because: found.because, narrowing, sights: found.sights }
  })
  return { answers, texts: loaded.texts, policyVersion: loaded.version }
}
