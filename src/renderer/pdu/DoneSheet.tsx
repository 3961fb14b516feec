import type { ReactNode } from 'react'
import { Sheet } from '../shell/Sheet.tsx'
import { closeDialog } from '../state/desk.ts'

/** What came of it, and nothing more to do. */
export const DoneSheet = ({ title, children }: { title: string; children: ReactNode }) => (
  <Sheet title={title}>
    <p className="lead">{children}</p>
    <div className="foot">
      <button type="button" className="btn main big" onClick={closeDialog}>
        Done
      </button>
    </div>
  </Sheet>
)
