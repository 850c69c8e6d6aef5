import { invalid } from '@/server/platform/errors'
import { bindingProblems } from './binding'
import type { Contract, Documents, ProductDocument } from './contract'
import { documentLimit, plainProblems, readYaml, type Source } from './document'
import { odcs } from './odcs'
import { odpsFor } from './odps'
import { type Problem, problemLimit, problemsOf } from './problem'
import { writeYaml } from './stream'

export type Written = {
  documents: Documents
  odps: string
  contracts: { contractId: string; text: string; value: Contract }[]
}
export type Input = { yaml: string } | { product: unknown; contracts?: unknown[] }

const at = (index: number) => (index === 0 ? 'product' : `contracts.${index - 1}`)

/** Reads a YAML stream or JSON into valid documents; throws `invalid` with every fault and its path. */
export function readDocuments(input: Input): Written {
  const sources = 'yaml' in input ? fromYaml(input.yaml) : fromJson(input)
  refuseAny(sources.flatMap(({ value }, index) => standardProblems(value, index)))
  const [product, ...contracts] = sources.map((source) => source.value)
  const documents = { product: product as ProductDocument, contracts: contracts as Contract[] }
  refuseAny(bindingProblems(documents))
  return {
    documents,
    odps: sources[0]!.text,
    contracts: documents.contracts.map((value, n) => ({ contractId: value.id, text: sources[n + 1]!.text, value })),
  }
}

function refuseAny(problems: Problem[]) {
  if (problems.length === 0) return
  const rest = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  const first = problems[0]!
  throw invalid(
    `The documents have faults: ${[first.path, first.message].filter(Boolean).join(' ')}${rest}.`,
    problems.slice(0, problemLimit),
  )
}

function fromYaml(yaml: string): Source[] {
  const reading = readYaml(yaml, at)
  if (!reading.ok) refuseAny(reading.problems)
  return reading.ok ? reading.sources : []
}

function fromJson(input: { product: unknown; contracts?: unknown[] }): Source[] {
  const values = [input.product, ...(input.contracts ?? [])]
  refuseAny(values.flatMap((value, index) => plainProblems(value, at(index))))
  // Only now is it known to be shallow enough to be written out.
  if (Buffer.byteLength(JSON.stringify(values)) > documentLimit)
    refuseAny([{ path: '', message: 'is larger than 1 MB; make it smaller' }])
  return values.map((value) => ({ value, text: writeYaml(value) }))
}

/** The standard's own rules; the kind tells a contract that stands where the product should from a broken one. */
function standardProblems(value: unknown, index: number): Problem[] {
  const kind = (value as { kind?: unknown } | null)?.kind
  const expected = index === 0 ? 'DataProduct' : 'DataContract'
  if (typeof kind === 'string' && kind !== expected)
    return [
      {
        path: `${at(index)}.kind`,
        message: `must be ${expected}: first the ODPS document, then one ODCS document for each contract`,
      },
    ]
  const parsed = (index === 0 ? odpsFor(value) : odcs).safeParse(value)
  return parsed.success ? [] : problemsOf(parsed.error, index === 0 ? ['product'] : ['contracts', index - 1])
}
