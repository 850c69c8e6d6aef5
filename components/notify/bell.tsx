'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Bell as BellIcon } from 'lucide-react'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button, IconButton } from '@/components/ui/button'
import { count } from '@/components/ui/format'
import { Popover } from '@/components/ui/popover'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { Told } from './told'

/** How often one is asked whether there is news, in ms. */
const every = 30_000
const shown = 20

/** What one was told: how much of it is unread, and the latest. */
export function Bell({ org }: { org: string }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const [open, setOpen] = useState(false)
  const list = useQuery(trpc.notify.list.queryOptions({ limit: shown }, { refetchInterval: every }))
  const read = useMutation(
    trpc.notify.markRead.mutationOptions({
      onSettled: () => cache.invalidateQueries({ queryKey: trpc.notify.list.queryKey() }),
    }),
  )
  const unread = list.data?.unread ?? 0
  const label = unread > 0 ? `Notifications, ${count(unread)} unread` : 'Notifications'
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      label="Notifications"
      className="w-96 p-0"
      trigger={
        <IconButton label={label} className="relative">
          <BellIcon />
          {unread > 0 && (
            <span
              aria-hidden
              className="tabular absolute top-0 right-0 min-w-4 rounded-full bg-accent px-1 font-medium text-[10px] text-on-accent leading-4"
            >
              {unread > 99 ? '99+' : unread}
            </span>
          )}
        </IconButton>
      }
    >
      <div className="flex h-11 items-center justify-between border-line border-b pr-2 pl-4">
        <h2 className="font-medium">Notifications</h2>
        {unread > 0 && (
          <Button size="sm" kind="quiet" busy={read.isPending} onClick={() => read.mutate({})}>
            Mark all as read
          </Button>
        )}
      </div>
      <div className="max-h-[min(28rem,70vh)] overflow-y-auto">
        {list.isError && (
          <ErrorState
            className="m-3"
            title="They could not be read"
            error={list.error}
            retry={() => void list.refetch()}
          />
        )}
        {list.isPending && (
          <div className="px-4">
            <SkeletonRows rows={3} label="Reading notifications" />
          </div>
        )}
        {list.data?.items.length === 0 && (
          <p className="p-4 text-muted">
            Nothing yet. Decisions on what you ask for, and requests that wait for you, are told here.
          </p>
        )}
        <ul>
          {list.data?.items.map((one) => (
            <Told
              key={one.id}
              told={one}
              href={`/${org}${one.link}`}
              onOpen={() => {
                setOpen(false)
                if (!one.readAt) read.mutate({ ids: [one.id] })
              }}
            />
          ))}
        </ul>
      </div>
    </Popover>
  )
}
