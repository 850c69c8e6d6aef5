import type { ResourceType } from './schema'

/** How policies call the kinds of things. */
export const entityType: Record<ResourceType, string> = {
  organisation: 'Organisation',
  domain: 'Domain',
  connection: 'Connection',
  asset: 'Asset',
  run: 'Run',
  product: 'Product',
  port: 'Port',
  column: 'Column',
  item: 'Item',
  request: 'Request',
  grant: 'Grant',
  // What is run, not who acts: an agent that asks about itself is both.
  agent: 'Program',
  audit: 'Audit',
  policy: 'Policy',
  // The board of what people searched for and did not find; asked about as a whole, or as a domain's people look at it.
  wanted: 'Wanted',
}
