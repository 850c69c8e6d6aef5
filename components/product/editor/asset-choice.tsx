'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Checkbox } from '@/components/ui/choice'
import { counted } from '@/components/ui/format'
import { SearchInput } from '@/components/ui/input'
import { ErrorState, SkeletonRows } from '@/components/ui/states'

export type ChosenAsset = { id: string; ref: string }
type Choice = {
  connection: string
  begun: string | null
  chosen: ChosenAsset[]
  onChange: (next: ChosenAsset[]) => void
}

/** Assets of one connection to tick; the one that one came from is ticked, and shown even where it is not among the first. */
export function AssetChoice({ connection, begun, chosen, onChange }: Choice) {
  const [search, setSearch] = useState('')
  const { query, shown } = useAssets(connection, begun, search, onChange)
  function tick(asset: ChosenAsset, on: boolean) {
    const others = chosen.filter(({ id }) => id !== asset.id)
    onChange(on ? [...others, { id: asset.id, ref: asset.ref }] : others)
  }
  return (
    <div className="flex flex-col gap-2">
      <SearchInput
        label="Find assets"
        placeholder="Find assets"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {query.isPending && <SkeletonRows rows={3} label="Reading the assets" />}
      {query.isError && (
        <ErrorState title="The assets could not be read" error={query.error} retry={() => void query.refetch()} />
      )}
      {query.data && (
        <ul className="max-h-72 divide-y divide-line overflow-y-auto border-line border-y">
          {shown.map((asset) => (
            <li key={asset.id} className="py-1.5">
              <Checkbox
                checked={chosen.some(({ id }) => id === asset.id)}
                onChange={(on) => tick(asset, on)}
                label={<code className="break-all text-sm">{asset.ref}</code>}
                hint={
                  asset.latestSnapshot || (asset.kind === 'items' && asset.syncedAt)
                    ? counted(asset.rows ?? 0, asset.kind === 'items' ? 'item' : 'row')
                    : 'not copied yet: it can be described, not published'
                }
              />
            </li>
          ))}
          {shown.length === 0 && (
            <li className="py-3 text-muted">{search ? `No asset matches “${search}”.` : 'It shows no assets.'}</li>
          )}
        </ul>
      )}
    </div>
  )
}

/** The first assets that match, after the one that one came from. */
function useAssets(connection: string, begun: string | null, search: string, onChange: Choice['onChange']) {
  const trpc = useTRPC()
  const ask = { id: connection, q: search || undefined, limit: 100 }
  const query = useQuery(trpc.connection.assets.queryOptions(ask))
  const origin = useQuery(trpc.asset.get.queryOptions({ id: begun ?? '' }, { enabled: begun !== null })).data
  const came = origin?.connectionId === connection ? origin : undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: ticked once, when it is known; one may untick it
  useEffect(() => {
    if (came) onChange([{ id: came.id, ref: came.ref }])
  }, [came?.id])
  const listed = query.data?.items ?? []
  const shown = came && !search && !listed.some(({ id }) => id === came.id) ? [came, ...listed] : listed
  return { query, shown }
}
