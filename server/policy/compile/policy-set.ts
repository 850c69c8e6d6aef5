import type { Query } from './closure'
import { uidOf } from './expression'
import { compilePolicy, type Policy, type Source } from './policy'
import { forPrincipal, judgeShelf, type Outcome, type Shelf, shelve } from './shelf'
import { keyOf } from './value'

/** The effect, which policies made it, and which erred on the way. */
export type Verdict = { effect: 'allow' | 'deny'; because: string[]; erred: string[] }
type Shelves = { permits: Shelf; forbids: Shelf; masking: Shelf }
export type Half = 'permit' | 'forbid' | 'mask'

/** Names of actions a set keeps an index for; more are answered without one. */
const mostActions = 64

/** A set of policies, compiled once and asked many times. */
export class PolicySet {
  readonly policies: readonly Policy[]
  readonly #byId: ReadonlyMap<string, Policy>
  readonly #actions: ReadonlyMap<string, ReadonlySet<string>>
  readonly #shelves = new Map<string, Shelves>()

  /** `actions` names, by an action's key, the keys of the groups it stands in, to the top. */
  constructor(sources: readonly Source[], actions: ReadonlyMap<string, ReadonlySet<string>> = new Map()) {
    this.policies = sources.map(compilePolicy)
    this.#byId = new Map(this.policies.map((policy) => [policy.id, policy]))
    this.#actions = actions
  }

  get(id: string): Policy | undefined {
    return this.#byId.get(id)
  }

  /** The policies of one action, whoever asks. */
  of(action: string): Policy[] {
    return this.policies.filter((policy) => this.#names(policy, keyOf('Action', action)))
  }

  /** Deny wins, no match is deny, and a forbid that errs denies: in that alone this is stricter than Cedar, which skips it. */
  decide(query: Query): Verdict {
    const shelves = this.#prepared(query)
    const forbids = judgeShelf(shelves.forbids, query)
    if (forbids.held.length > 0 || forbids.erred.length > 0) {
      const because = forbids.held.length > 0 ? forbids.held : forbids.erred
      return { effect: 'deny', because, erred: forbids.erred }
    }
    const { held, erred } = judgeShelf(shelves.permits, query)
    return { effect: held.length > 0 ? 'allow' : 'deny', because: held, erred }
  }

  /** What one part of the policies says (`mask`: forbids that take the plain value alone): those that hold and those that err. */
  judge(part: Half, query: Query): Outcome {
    const { permits, forbids, masking } = this.#prepared(query)
    return judgeShelf(part === 'permit' ? permits : part === 'forbid' ? forbids : masking, query)
  }

  /** The policies of one action that may reach this principal; the resource is not known yet. */
  reaching(query: Query): Policy[] {
    query.principalNode ??= query.world.get(query.principal.key)
    const { permits, forbids, masking } = this.#of(query.action.key)
    return [forbids, masking, permits].flatMap((shelf) => forPrincipal(shelf, query))
  }

  #prepared(query: Query): Shelves {
    query.principalNode ??= query.world.get(query.principal.key)
    query.resourceNode ??= query.world.get(query.resource.key)
    return this.#of(query.action.key)
  }

  #of(action: string): Shelves {
    const known = this.#shelves.get(action)
    if (known) return known
    const own = this.policies.filter((policy) => this.#names(policy, action))
    const made = {
      permits: shelve(own.filter(({ forbids }) => !forbids)),
      forbids: shelve(own.filter(({ forbids, masks }) => forbids && masks.size === 0)),
      masking: shelve(own.filter(({ forbids, masks }) => forbids && masks.size > 0)),
    }
    if (this.#shelves.size < mostActions) this.#shelves.set(action, made)
    return made
  }

  #names({ json: { action: clause } }: Policy, action: string): boolean {
    if (clause.op === 'All') return true
    if (clause.op === 'is') return false
    const named = 'entity' in clause ? [clause.entity] : clause.entities
    const keys = named.map((one) => keyOf(uidOf(one).type, uidOf(one).id))
    return keys.includes(action) || (clause.op === 'in' && keys.some((key) => this.#actions.get(action)?.has(key)))
  }
}
