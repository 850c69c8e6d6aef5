'use client'

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { MoreHorizontal, UserPlus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useQueryState } from 'nuqs'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Person } from '@/components/ui/avatar'
import { Button, IconButton } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { type Column, DataTable } from '@/components/ui/data-table'
import { Menu, type MenuItem } from '@/components/ui/menu'
import { Status } from '@/components/ui/status'
import { toast, toastError } from '@/components/ui/toast'
import type { Member } from '@/server/tenancy/schema'
import { SettingsPage } from './settings-page'
import { orgRoles, roleWords } from './words'

const HandOverSheet = dynamic(() => import('./hand-over-sheet').then((part) => part.HandOverSheet))
const InviteSheet = dynamic(() => import('./invite-sheet').then((part) => part.InviteSheet))

const states = {
  active: ['ok', 'Active'],
  invited: ['info', 'Invited'],
  disabled: ['neutral', 'Disabled'],
  removed: ['neutral', 'Removed'],
} as const

/** The people of the organisation; an owner invites them and changes what they may do. */
export function Members() {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const { viewer } = useFrame()
  const administers = viewer.role === 'owner'
  const { data } = useSuspenseQuery(trpc.member.list.queryOptions({}))
  const refresh = () => queries.invalidateQueries(trpc.member.list.queryFilter())
  const change = useMutation(trpc.member.change.mutationOptions({ onSuccess: refresh, onError: toastError }))
  const remove = useMutation(trpc.member.remove.mutationOptions({ onSuccess: refresh }))
  const [inviting, setInviting] = useState(false)
  const [leaving, setLeaving] = useQueryState('handover')
  const [removing, setRemoving] = useState<Member | null>(null)

  function commands(row: Member): MenuItem[] {
    const turn = row.state === 'disabled' ? 'active' : 'disabled'
    const switchState = () =>
      change.mutate(
        { id: row.id, state: turn },
        {
          onSuccess: () => {
            toast(`${row.name} is ${turn === 'active' ? 'active again' : 'disabled'}`)
            // Who is out leaves things behind: what they own, decide and hold.
            if (turn === 'disabled') void setLeaving(row.id)
          },
        },
      )
    return [
      { heading: 'Role' },
      ...orgRoles.map((role) => ({
        label: roleWords[role],
        checked: row.role === role,
        onSelect: () => change.mutate({ id: row.id, role }),
      })),
      'line',
      ...(row.state === 'invited' ? [] : [{ label: turn === 'active' ? 'Enable' : 'Disable', onSelect: switchState }]),
      ...(row.state === 'invited' ? [] : [{ label: 'Hand over…', onSelect: () => void setLeaving(row.id) }]),
      {
        label: row.state === 'invited' ? 'Take invitation back' : 'Remove…',
        danger: true,
        onSelect: () => setRemoving(row),
      },
    ]
  }

  const columns: Column<Member>[] = [
    { id: 'name', header: 'Name', value: (row) => row.name, cell: (row) => <Person name={row.name} /> },
    { id: 'role', header: 'Role', value: (row) => roleWords[row.role] },
    {
      id: 'state',
      header: 'State',
      value: (row) => row.state,
      cell: (row) => <Status tone={states[row.state][0]}>{states[row.state][1]}</Status>,
    },
    { id: 'email', header: 'E-mail', value: (row) => row.email },
    {
      id: 'domains',
      header: 'Domains',
      value: (row) => row.domains.map((domain) => domain.name).join(', '),
      cell: (row) => row.domains.map((domain) => domain.name).join(', ') || <span className="text-muted">None</span>,
    },
    ...(administers
      ? [
          {
            id: 'change',
            header: 'Change',
            align: 'right' as const,
            telling: true,
            cell: (row: Member) => (
              <Menu
                align="end"
                trigger={
                  <IconButton label={`Change ${row.name}`}>
                    <MoreHorizontal />
                  </IconButton>
                }
                items={commands(row)}
              />
            ),
          },
        ]
      : []),
  ]

  return (
    <SettingsPage
      at="members"
      title="Members"
      lead="Who is here, and in which role. What a role may do is decided in one place for every surface."
      action={
        administers && (
          <Button kind="primary" icon={<UserPlus />} onClick={() => setInviting(true)}>
            Invite
          </Button>
        )
      }
    >
      <DataTable
        label="Members"
        rows={data.items}
        columns={columns}
        rowId={(row) => row.id}
        filter="Filter members"
        unit="member"
      />
      {inviting && <InviteSheet open={inviting} onOpenChange={setInviting} onInvited={refresh} />}
      {administers && leaving && <HandOverSheet id={leaving} onClose={() => void setLeaving(null)} />}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={`Remove ${removing?.name ?? ''}`}
        consequences="Their sessions and tokens end at once and they leave every domain. What they did stays in the audit."
        action="Remove"
        type={removing?.state === 'invited' ? undefined : removing?.name}
        onConfirm={async () => {
          if (removing) await remove.mutateAsync({ id: removing.id })
          toast(`${removing?.name} was removed`)
        }}
      />
    </SettingsPage>
  )
}
