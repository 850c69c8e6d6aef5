'use client'

import { createContext, type ReactNode, useContext } from 'react'

/** What stands at the right end of every page's top line; whoever frames the pages provides it. */
export const TopLineEndContext = createContext<ReactNode>(null)

export const TopLineEnd = () => useContext(TopLineEndContext)
