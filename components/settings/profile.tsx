'use client'

import { useSuspenseQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { Id } from '@/components/ui/code'
import { KeyValue } from '@/components/ui/page'
import { SettingsPage } from './settings-page'
import { domainRoleWords, roleSentences } from './words'

/** Who one is in this organisation, and what that lets one do. */
export function Profile() {
  const trpc = useTRPC()
  const { data: me } = useSuspenseQuery(trpc.organisation.me.queryOptions({}))
  const domains = me.domains.map((domain) => `${domain.name} (${domainRoleWords[domain.role]})`)
  return (
    <SettingsPage at="profile" title="Profile" lead={`You in ${me.org.name}.`}>
      <KeyValue
        items={[
          { label: 'Name', value: me.principal.name },
          { label: 'E-mail', value: me.principal.email },
          { label: 'Role', value: roleSentences[me.role] },
          {
            label: 'Domains',
            value: domains.length > 0 ? domains.join(', ') : 'None yet: an owner can add you to one.',
          },
          { label: 'Id', value: <Id id={me.principal.id} /> },
        ]}
      />
    </SettingsPage>
  )
}
