import type { DetailedError as Detailed } from '@cedar-policy/cedar-wasm/nodejs'
import { alwaysErrs } from './always-errs'
import { approvalKeys, readApproval } from './approval'
import { cedar } from './cedar'
import { conditionsOf, type PolicyJson } from './expression'
import type { Mapping } from './mapping'
import { readMasks } from './mask'
import { charactersIn, type Problem, placeAt } from './place'
import { compilePolicy, type Policy } from './policy'
import { Untranslatable } from './refusal'
import { demandTranslatable } from './residual'
import { type Piece, splitText } from './split-text'

/** What a text is read against. Mappings cross a process as plain data: maps as their entries. */
export type Reading = {
  text: string
  /** The schema, in Cedar's own words. */
  schema: string
  /** For each action whose answers must become SQL, the tables its resources lie in. */
  tables: { actions: string[]; mapping: PlainMapping }[]
  /** Ids of policies must not begin with this. */
  reserved?: string
}
export type PlainMapping = Omit<Mapping, 'attributes' | 'ancestors' | 'beyond'> & {
  attributes: [string, unknown][]
  ancestors: [string, unknown][]
  beyond: string[]
}
export type ReadPolicy = { id: string; text: string; start: number; json: PolicyJson }
export type ReadResult = { ok: true; policies: ReadPolicy[] } | { ok: false; problems: Problem[] }

const mostPolicies = 5_000
const mostProblems = 100

const first = (error: Detailed) => error.sourceLocations?.[0]?.start ?? 0
const sentence = (message: string, help?: string | null) => `${message.trim()}${help ? ` (${help.trim()})` : ''}`

/** Parses a text, validates it against the schema and checks that each policy translates; every fault with its place. */
export function readText(reading: Reading): ReadResult {
  const { text, schema } = reading
  const parsed = cedar.checkParsePolicySet({ staticPolicies: text })
  if (parsed.type === 'failure') return { ok: false, problems: parsed.errors.map((error) => parseProblem(text, error)) }
  const pieces = splitText(text)
  if (pieces.length > mostPolicies) {
    const message = `${pieces.length} policies; an organisation has at most ${mostPolicies}`
    return { ok: false, problems: [{ line: 1, column: 1, message }] }
  }
  const read = pieces.map((piece, at) => readPiece(text, piece, at))
  const failed = read.flatMap((one) => ('problem' in one ? [one.problem] : []))
  if (failed.length > 0) return { ok: false, problems: failed.slice(0, mostProblems) }
  const policies = read as ReadPolicy[]
  const twins = namesakes(reading, policies)
  const problems = twins.length > 0 ? twins : [...validate(policies, text, schema), ...translate(reading, policies)]
  return problems.length > 0 ? { ok: false, problems: ordered(problems) } : { ok: true, policies }
}

const ordered = (problems: Problem[]) =>
  problems.sort((a, b) => a.line - b.line || a.column - b.column).slice(0, mostProblems)

function parseProblem(text: string, error: Detailed): Problem {
  const said = error.message.replace(/^failed to parse polic(y|ies)[^:]*: /, '')
  const label = error.sourceLocations?.[0]?.label
  return { ...placeAt(text, charactersIn(text, first(error))), message: sentence(said, error.help ?? label) }
}

function readPiece(whole: string, { start, text }: Piece, at: number): ReadPolicy | { problem: Problem } {
  const answer = cedar.policyToJson(text)
  const problem = (message: string) => ({ problem: { ...placeAt(whole, start), message } })
  if (answer.type === 'failure') return problem(sentence(answer.errors[0]?.message ?? 'This policy cannot be read.'))
  if (JSON.stringify(answer.json).includes('\\u0000'))
    return problem('A text in a policy may not hold the character NUL.')
  const json = answer.json as unknown as PolicyJson
  return { id: json.annotations?.id || `policy${at}`, text, start, json }
}

function namesakes({ text, reserved }: Reading, policies: ReadPolicy[]): Problem[] {
  const seen = new Set<string>()
  return policies.flatMap(({ id, start }) => {
    const twice = seen.has(id)
    seen.add(id)
    const taken = reserved !== undefined && id.startsWith(reserved)
    if (!twice && !taken) return []
    const why = twice ? 'is the id of another policy too' : `is kept for the policies that come with the portal`
    return [{ ...placeAt(text, start), message: `"${id}" ${why}: give this one an @id of its own.`, policy: id }]
  })
}

function validate(policies: ReadPolicy[], text: string, schema: string): Problem[] {
  const byId = new Map(policies.map((policy) => [policy.id, policy]))
  const staticPolicies = Object.fromEntries(policies.map((policy) => [policy.id, policy.text]))
  const answer = cedar.validate({ schema, policies: { staticPolicies } })
  if (answer.type === 'failure') return answer.errors.map(({ message }) => ({ line: 1, column: 1, message }))
  const never = answer.validationWarnings.filter(({ error }) => /impossible/i.test(error.message))
  return [...answer.validationErrors, ...never].map(({ policyId, error }) => {
    const policy = byId.get(policyId)
    const at = (policy?.start ?? 0) + charactersIn(policy?.text ?? '', first(error))
    const said = error.message.replace(/^for policy `[^`]*`, /, '')
    return { ...placeAt(text, at), message: sentence(said, error.help), policy: policyId }
  })
}

export const toMapping = (plain: PlainMapping): Mapping =>
  ({
    ...plain,
    attributes: new Map(plain.attributes),
    ancestors: new Map(plain.ancestors),
    beyond: new Set(plain.beyond),
  }) as Mapping

const named = ({ json: { action } }: Policy, actions: string[]): boolean => {
  if (action.op === 'All' || action.op === 'is') return true
  const uids = 'entity' in action ? [action.entity] : action.entities
  return uids.some((uid) => actions.includes(('__entity' in uid ? uid.__entity : uid).id))
}

/** What is wrong with the annotations of a policy that speak of approval, at the first of them. */
function approvalProblem(text: string, { id, text: own, start, json }: ReadPolicy, asks: boolean): Problem | null {
  const read = readApproval(json.annotations)
  if (read.ok && read.approval === null) return null
  const key = read.ok ? approvalKeys.find((one) => Object.hasOwn(json.annotations ?? {}, one)) : read.key
  const place = placeAt(text, start + Math.max(0, own.search(new RegExp(`@\\s*${key}\\b`))))
  if (!read.ok) return { ...place, message: `@${key} of "${id}" cannot be read: ${read.reason}.`, policy: id }
  if (json.effect === 'permit' && asks) return null
  return { ...place, message: `@${key} stands on a permit to request alone; "${id}" is none.`, policy: id }
}

/** Compiles each policy as a decision will, and translates it as each of its tables will ask for. */
function translate({ text, tables }: Reading, policies: ReadPolicy[]): Problem[] {
  const mappings = tables.map((table) => ({ ...table, mapping: toMapping(table.mapping) }))
  return policies.flatMap((policy) => {
    const problem = (message: string) => [{ ...placeAt(text, policy.start), message, policy: policy.id }]
    const masks = readMasks(policy.json.annotations?.mask)
    if (!masks.ok) return problem(`The mask of "${policy.id}" cannot be read: ${masks.reason}.`)
    try {
      const compiled = compilePolicy(policy)
      const approval = approvalProblem(text, policy, named(compiled, ['request']))
      if (approval) return [approval]
      if (conditionsOf(policy.json).some((condition) => alwaysErrs(condition, policy.id)))
        return problem(`"${policy.id}" errs whatever is asked, so that it would never mean anything.`)
      for (const { actions, mapping } of mappings) if (named(compiled, actions)) demandTranslatable([compiled], mapping)
      return []
    } catch (error) {
      if (!(error instanceof Untranslatable)) throw error
      return problem(`"${policy.id}" ${error.message}. It could not be kept exactly in a search or over rows.`)
    }
  })
}
