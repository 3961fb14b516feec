// Small drawings of the shell.
import type { ReactNode } from 'react'
import type { Health } from '#core/select.ts'

const line = { fill: 'none', stroke: 'currentColor', strokeLinecap: 'round', strokeLinejoin: 'round' } as const

const Sign = ({ children, width = 1.75 }: { children: ReactNode; width?: number }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true" {...line} strokeWidth={width}>
    {children}
  </svg>
)

export const RackSign = () => (
  <Sign>
    <path d="M5 3h14v18H5zM8 7.5h8M8 12h8M8 16.5h8" />
  </Sign>
)
export const KeysSign = () => (
  <Sign>
    <path d="M9 2.5h6v6H9zM7 8.500h10v11a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2z" />
  </Sign>
)
export const JournalSign = () => (
  <Sign>
    <path d="M5 4h14M5 9.300h14M5 14.700h14M5 20h9" />
  </Sign>
)
export const SetupSign = () => (
  <Sign>
    <path d="M4 7h9M17 7h3M4 17h3M11 17h9" />
    <circle cx="15" cy="7" r="2" />
    <circle cx="9" cy="17" r="2" />
  </Sign>
)
export const LookSign = () => (
  <Sign>
    <path d="M3 18 8 6l5 12M4.700 14h6.600M15 18l3-7 3 7M15.900 16h4.200" />
  </Sign>
)
export const HelpSign = () => (
  <Sign>
    <path d="M9 9.200a3 3 0 1 1 4.500 2.600c-1.100.700-1.500 1.200-1.500 2.400M12 18v.1" />
  </Sign>
)
export const SafeSign = () => (
  <Sign width={2.2}>
    <path d="M8.300 2.500h7.400l5.800 5.800v7.400l-5.800 5.800H8.300l-5.800-5.800V8.300Z" />
    <path d="M8.500 12h7" strokeWidth={2.6} />
  </Sign>
)
export const CloseSign = () => (
  <Sign width={2}>
    <path d="M5 5 19 19M19 5 5 19" />
  </Sign>
)
export const PauseSign = () => (
  <Sign width={2.4}>
    <path d="M8.500 5v14M15.500 5v14" />
  </Sign>
)

/** The mark of Racklight: an outlet's face that is a rack, with one amber light. */
export const Mark = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true" className="mark-sign">
    <path
      d="M8.200 3H15.800L21 8.200V19a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8.200Z"
      fill="none"
      stroke="var(--ink)"
      strokeWidth="1.75"
      strokeLinejoin="round"
    />
    <path d="M7.500 17H16.500M7.500 13.300H16.500" stroke="var(--ink)" strokeWidth="1.75" strokeLinecap="round" />
    <path d="M7.500 9.600H13.500" stroke="var(--now-edge)" strokeWidth="3.4" strokeLinecap="round" />
    <path d="M7.500 9.600H13.500" stroke="var(--now)" strokeWidth="2.2" strokeLinecap="round" />
  </svg>
)

export const Tick = ({ done = true }: { done?: boolean }) => (
  <svg viewBox="0 0 16 16" aria-hidden="true" className="tick-sign">
    <circle cx="8" cy="8" r="6.5" fill="none" stroke={done ? 'var(--ink2)' : 'var(--edge)'} strokeWidth="1.5" />
    {done && (
      <path
        d="M5 8.200 7.200 10.400 11.200 6"
        fill="none"
        stroke="var(--ink)"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    )}
  </svg>
)

const Warn = () => (
  <svg viewBox="0 0 16 16" aria-hidden="true" className="tick-sign">
    <path d="M8 1.800 15 14H1Z" fill="none" stroke="var(--alarm)" strokeWidth="1.6" strokeLinejoin="round" />
    <path d="M8 6v4M8 12v.1" stroke="var(--alarm)" strokeWidth="1.7" strokeLinecap="round" />
  </svg>
)

export const HealthSign = ({ health }: { health: Health }) =>
  health === 'slow' || health === 'broken' ? <Warn /> : <Tick done={health === 'well'} />
