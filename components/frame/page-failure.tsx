'use client'

import dynamic from 'next/dynamic'

/** What says that a page failed, fetched when one does. */
export const PageFailure = dynamic(() => import('./page-failure-view').then((part) => part.PageFailureView), {
  loading: () => (
    <p role="alert" className="p-6">
      This page could not be shown.
    </p>
  ),
})
