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
  request: 'Request',
  grant: 'Grant',
  audit: 'Audit',
  policy: 'Policy',
}
