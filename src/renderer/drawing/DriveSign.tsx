// A drive that is to become a key: a stick on a grid of 24, plug at the top, as in KeySign.
import type { ReactNode } from 'react'
import { shell, stick } from './KeySign.tsx'

export type DriveSignState = 'ready' | 'refused' | 'writing' | 'verifying' | 'verified' | 'faulty' | 'gone'

const outline = (ink: string, dash?: string): ReactNode => (
  <g fill="none" stroke={ink} strokeDasharray={dash}>
    <path d={shell} />
    <path d={stick} />
  </g>
)
const solid = (ink: string): ReactNode => (
  <g stroke={ink}>
    <path d={shell} fill="none" />
    <path d={stick} fill={ink} />
  </g>
)

const inside = (state: DriveSignState, done: number): ReactNode => {
  switch (state) {
    case 'ready':
      return outline('var(--ink2)')
    case 'refused':
      return (
        <>
          {outline('var(--ink3)')}
          <path d="M3 21 21 3" stroke="var(--ink3)" strokeWidth={2} />
        </>
      )
    case 'writing':
      return (
        <>
          {outline('var(--ink2)')}
          <path d={`M7 ${22 - 14 * done}H17V20a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2Z`} fill="var(--ink)" />
        </>
      )
    case 'verifying':
      return (
        <>
          {outline('var(--ink2)')}
          <path d="M9.6 12.4H14.4M9.6 15H14.4M9.6 17.6H14.4" stroke="var(--ink2)" />
        </>
      )
    case 'verified':
      return (
        <>
          {solid('var(--proof)')}
          <path d="M9 15 11.2 17.2 15 12.8" stroke="var(--proof-ink)" fill="none" />
        </>
      )
    case 'faulty':
      return (
        <>
          {solid('var(--alarm)')}
          <path d="M9.8 12.8 14.2 17.2M14.2 12.8 9.8 17.2" stroke="var(--alarm-ink)" />
        </>
      )
    case 'gone':
      return outline('var(--edge)', '0.1 3.8')
  }
}

/** `done` from 0 to 1: how full the stick is while it is written. */
export const DriveSign = ({ state, done = 0, rem }: { state: DriveSignState; done?: number; rem: number }) => (
  <svg className="sign" viewBox="0 0 24 24" style={{ width: `${rem}rem`, height: `${rem}rem` }} aria-hidden="true">
    <g strokeWidth={1.6} strokeLinecap="round" strokeLinejoin="round">
      {inside(state, done)}
    </g>
  </svg>
)
