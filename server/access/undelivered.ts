import type { StoredGrant } from './store'

type Delivered = 'failedStage' | 'problem' | 'script' | 'mark' | 'findings' | 'provenAt' | 'suspendedAt'

/** What is known of a delivery that has not begun. */
export const undelivered: Pick<StoredGrant, Delivered> = {
  failedStage: null,
  problem: null,
  script: null,
  mark: null,
  findings: [],
  provenAt: null,
  suspendedAt: null,
}
