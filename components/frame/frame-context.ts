'use client'

import { createContext, useContext } from 'react'
import type { Viewer } from './nav'

/** What the whole frame knows; small, and the same on every page of an organisation. */
export type FrameFacts = {
  org: { slug: string; name: string; demo: boolean }
  viewer: Viewer
  /** Names of the organisation's domains by slug. */
  domains: Record<string, string>
  /** Requests that wait for this person's decision. */
  inbox: number
  /** When this organisation was restored, while an owner (this one) still has to confirm what came back. */
  restored: string | null
}

export const FrameContext = createContext<FrameFacts | null>(null)

export function useFrame(): FrameFacts {
  const facts = useContext(FrameContext)
  if (!facts) throw new Error('useFrame is used outside Frame: only pages under /[org] stand in one.')
  return facts
}
