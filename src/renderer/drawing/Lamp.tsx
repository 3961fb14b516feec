import { memo, type ReactNode } from 'react'
import type { LampKind } from '#core/select-lamp.ts'
import * as paths from './lamp-paths.ts'

type Ink =
  | 'edge'
  | 'ink'
  | 'ink2'
  | 'ink3'
  | 'lamp-on'
  | 'surface'
  | 'proof'
  | 'proof-ink'
  | 'alarm'
  | 'alarm-ink'
  | 'now-ink'
  | 'now-ring'

const ink = (name: Ink): string => `var(--${name})`

interface LineProps {
  d: string
  of: Ink
  w: number
  dash?: string
  pulse?: boolean
}
const Line = ({ d, of, w, dash, pulse }: LineProps) => (
  <path
    d={d}
    fill="none"
    stroke={ink(of)}
    strokeWidth={w}
    strokeLinecap="round"
    strokeLinejoin="round"
    strokeDasharray={dash}
    className={pulse ? 'pulse' : undefined}
  />
)
const Solid = ({ of, w }: { of: Ink; w: number }) => (
  <path d={paths.body} fill={ink(of)} stroke={ink(of)} strokeWidth={w} strokeLinejoin="round" />
)

const ring = (fraction: number, w: number): ReactNode => (
  <>
    <circle cx="12" cy="12" r="10" fill="none" stroke={ink('edge')} strokeWidth={w * 0.6} />
    {fraction > 0 && <Line d={paths.arc(12, 12, 10, fraction)} of="lamp-on" w={w * 1.5} />}
  </>
)

const padlock = (shackle: string, w: number): ReactNode => (
  <>
    <Solid of="lamp-on" w={w} />
    <rect x="7.6" y="11.6" width="8.8" height="6.4" rx="1" fill={ink('surface')} />
    <Line d={shackle} of="surface" w={w * 0.85} />
  </>
)

const drawn = (kind: LampKind, px: number, fraction: number): ReactNode => {
  const w = paths.strokeFor(px)
  const small = px < 20
  const { body } = paths
  switch (kind) {
    case 'off':
      return <Line d={body} of="edge" w={w} />
    case 'on':
      return <Solid of="lamp-on" w={w} />
    case 'now':
      return (
        <>
          <Line d={paths.halo} of="now-ring" w={w * 1.05} pulse />
          <path d={body} fill="var(--now)" stroke="var(--now-edge)" strokeWidth={w} strokeLinejoin="round" />
          <Line d={paths.arrow} of="now-ink" w={w * 1.15} />
        </>
      )
    case 'wait':
      return (
        <>
          {ring(fraction, w)}
          <path d={paths.smallBody} fill={ink('lamp-on')} />
        </>
      )
    case 'waitOff':
      return (
        <>
          {ring(fraction, w)}
          <Line d={paths.smallBody} of="lamp-on" w={w * 0.8} />
        </>
      )
    case 'bound':
      return (
        <>
          <Solid of="proof" w={w} />
          <Line d={paths.tick} of="proof-ink" w={w * 1.2} />
        </>
      )
    case 'boundOff':
      return (
        <>
          <Line d={body} of="proof" w={w} />
          <Line d={paths.tick} of="proof" w={w * 1.1} />
        </>
      )
    case 'established':
      return (
        <>
          <Solid of="proof" w={w} />
          <Line d={paths.halfTick} of="proof-ink" w={w * 1.2} />
        </>
      )
    case 'establishedOff':
      return (
        <>
          <Line d={body} of="proof" w={w} />
          <Line d={paths.halfTick} of="proof" w={w * 1.1} />
        </>
      )
    case 'sighted':
      return (
        <>
          <Line d={body} of="proof" w={w} dash={small ? '3.4 3.4' : '3 2.9'} />
          <Line d={paths.eye} of="proof" w={w * 0.72} />
          <circle cx="12" cy="12.8" r={small ? 1.9 : 1.7} fill={ink('proof')} />
        </>
      )
    case 'claimed':
      return (
        <>
          <Line d={body} of="proof" w={w} dash={small ? '3.4 3.4' : '3 2.9'} />
          <Line d={paths.keyBow} of="proof" w={w * 0.9} />
        </>
      )
    case 'never':
      return (
        <>
          <Line d={paths.hatch} of="ink3" w={small ? 2.3 : 2} />
          <Line d={body} of="ink3" w={w} />
        </>
      )
    case 'keptOn':
      return (
        <>
          <Solid of="ink3" w={w} />
          <Line d={paths.innerHatch} of="surface" w={small ? 1.9 : 1.7} />
        </>
      )
    case 'taggedOut':
      return (
        <>
          <Line d={body} of="ink3" w={w} />
          <Line d={paths.minus} of="ink3" w={w * 1.7} />
        </>
      )
    case 'taken':
      return (
        <>
          <Solid of="edge" w={w} />
          <Line d={paths.bars} of="surface" w={w * 1.35} />
        </>
      )
    case 'locked':
      return padlock(paths.shackle, w)
    case 'unlocked':
      return padlock(paths.openShackle, w)
    case 'fault':
      return (
        <>
          <path d={paths.diamond} fill={ink('alarm')} stroke={ink('alarm')} strokeLinejoin="round" />
          <Line d={paths.cross} of="alarm-ink" w={w * 1.2} />
        </>
      )
    case 'person':
      return (
        <>
          <path d={paths.triangle} fill={ink('alarm')} stroke={ink('alarm')} strokeWidth="2" strokeLinejoin="round" />
          <Line d="M12 8.8V14.4" of="alarm-ink" w={w * 1.25} />
          <circle cx="12" cy="18" r={w * 0.72} fill={ink('alarm-ink')} />
        </>
      )
    case 'unknown':
      return (
        <>
          <Line d={body} of="edge" w={w} dash={small ? '0.1 4.2' : '0.1 3.9'} />
          <Line d={paths.questionMark} of="ink2" w={w * 1.05} />
          <circle cx="12" cy="17.6" r={w * 0.62} fill={ink('ink2')} />
        </>
      )
  }
}

/** A lamp at a place inside a drawing, `size` units wide. */
export const LampAt = memo(function LampAt({
  kind,
  x,
  y,
  size,
  fraction = 0,
}: {
  kind: LampKind
  x: number
  y: number
  size: number
  fraction?: number
}) {
  const px = size <= 16 ? 16 : size <= 20 ? 20 : size < 40 ? 24 : 48
  return (
    <g transform={`translate(${x} ${y}) scale(${size / 24})`} aria-hidden="true">
      {drawn(kind, px, fraction)}
    </g>
  )
})

/** A lamp beside text; `rem` is its width. */
export const LampIcon = memo(function LampIcon({
  kind,
  rem,
  fraction = 0,
}: {
  kind: LampKind
  rem: number
  fraction?: number
}) {
  return (
    <svg className="sign" viewBox="0 0 24 24" style={{ width: `${rem}rem`, height: `${rem}rem` }} aria-hidden="true">
      {drawn(kind, rem * 16, fraction)}
    </svg>
  )
})
