'use client'

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Plus, Users, X } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Person } from '@/components/ui/avatar'
import { Button, IconButton } from '@/components/ui/button'
import { Select } from '@/components/ui/input'
import { Section } from '@/components/ui/page'
import { EmptyState } from '@/components/ui/states'
import { toast, toastError } from '@/components/ui/toast'
import type { Domain, DomainRole, Member } from '@/server/tenancy/schema'
import { SettingsPage } from './settings-page'
import { domainRoles, domainRoleWords } from './words'

const NewDomainSheet = dynamic(() => import('./new-domain-sheet').then((part) => part.NewDomainSheet))

/** The teams of the organisation: who owns, publishes in and belongs to each. */
export function Domains() {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const { viewer } = useFrame()
  const administers = viewer.role === 'owner'
  const { data: domains } = useSuspenseQuery(trpc.domain.list.queryOptions({}))
  const { data: members } = useSuspenseQuery(trpc.member.list.queryOptions({}))
  const [making, setMaking] = useState(false)
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.domain.list.queryKey() })
  const add = administers && (
    <Button kind="primary" icon={<Plus />} onClick={() => setMaking(true)}>
      New domain
    </Button>
  )
  return (
    <SettingsPage
      at="domains"
      title="Domains"
      lead="A domain is a team that owns connections and products. Its publishers work there without touching plumbing."
      action={add}
    >
      {domains.items.length === 0 && (
        <EmptyState
          title="No domains yet"
          icon={<Users />}
          action={administers && <Button onClick={() => setMaking(true)}>New domain</Button>}
        >
          Make one for each team that has data of its own. Connections and products live in a domain.
        </EmptyState>
      )}
      {domains.items.map((domain) => (
        <OneDomain key={domain.id} domain={domain} members={administers ? members.items : []} onChanged={refresh} />
      ))}
      {making && <NewDomainSheet open={making} onOpenChange={setMaking} onMade={refresh} />}
    </SettingsPage>
  )
}

function OneDomain({ domain, members, onChanged }: { domain: Domain; members: Member[]; onChanged: () => void }) {
  const trpc = useTRPC()
  const set = useMutation(trpc.domain.setMember.mutationOptions({ onSuccess: onChanged, onError: toastError }))
  const remove = useMutation(trpc.domain.removeMember.mutationOptions({ onSuccess: onChanged, onError: toastError }))
  const absent = members.filter((member) => !domain.members.some(({ id }) => id === member.id))
  const put = (memberId: string, role: DomainRole) => set.mutate({ slug: domain.slug, memberId, role })

  return (
    <Section title={domain.name} lead={domain.description || undefined}>
      <ul className="divide-y divide-line border-line border-y">
        {domain.members.length === 0 && <li className="py-2 text-muted">Nobody yet.</li>}
        {domain.members.map((member) => (
          <li key={member.id} className="flex items-center gap-3 py-1.5">
            <Person name={member.name} className="min-w-0 flex-1" />
            {members.length === 0 ? (
              <span className="text-muted">{domainRoleWords[member.role]}</span>
            ) : (
              <>
                <span className="w-32">
                  <Select
                    aria-label={`Role of ${member.name} in ${domain.name}`}
                    value={member.role}
                    onChange={(event) => put(member.id, event.target.value as DomainRole)}
                  >
                    {domainRoles.map((role) => (
                      <option key={role} value={role}>
                        {domainRoleWords[role]}
                      </option>
                    ))}
                  </Select>
                </span>
                <IconButton
                  label={`Take ${member.name} out of ${domain.name}`}
                  onClick={async () => {
                    await remove.mutateAsync({ slug: domain.slug, memberId: member.id })
                    toast(`${member.name} left ${domain.name}`, { undo: () => put(member.id, member.role) })
                  }}
                >
                  <X />
                </IconButton>
              </>
            )}
          </li>
        ))}
      </ul>
      {absent.length > 0 && (
        <span className="mt-3 block w-64">
          <Select
            aria-label={`Add a member to ${domain.name}`}
            value=""
            onChange={(event) => put(event.target.value, 'member')}
          >
            <option value="">Add a member…</option>
            {absent.map((member) => (
              <option key={member.id} value={member.id}>
                {member.name}
              </option>
            ))}
          </Select>
        </span>
      )}
    </Section>
  )
}
