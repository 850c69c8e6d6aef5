import * as catalog from '@/server/catalog'
import type { OrgScope } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as tenancy from '@/server/tenancy'
import type { Step } from './client'

/** What a member finds in the portal at this moment; null for one who is not active. */
async function sightOf(scope: OrgScope, memberId: string) {
  const principal = await tenancy.loadPrincipal(scope, memberId)
  return principal && policy.visibility(principal, { surface: 'portal' })
}

/** Goes through all that is still wanted, page by page, for what these products answer. */
export async function tellSeekers(scope: OrgScope, step: Step, products: readonly string[]): Promise<void> {
  let after: string | null = ''
  for (let page = 0; after !== null; page++) {
    const from: string = after
    after = await step.run(`page ${page}`, async () => {
      await policy.load(scope)
      return catalog.answerWanted(scope, { products, after: from, sightOf: (id) => sightOf(scope, id) })
    })
  }
}
