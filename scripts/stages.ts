/** The stages of docs/architecture.md in their order, the way data flows. */
export const stages = [
  'connectors',
  'ingestion',
  'context',
  'product',
  'catalog',
  'policy',
  'access',
  'serve',
  'act',
  'observe',
]
/** What serves every stage and knows none. */
export const ground = ['tenancy', 'agent', 'audit', 'notify']
