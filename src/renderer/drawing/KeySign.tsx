// Enlistment keys: a stick on a grid of 24, plug at the top.
import type { KeyState } from '#core/key.ts'

export const stick = 'M7 8H17V20a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2Z'
export const shell = 'M9 2H15V8H9Z'
const marks: Readonly<Record<KeyState, string>> = {
  stock: '',
  issued: 'M12 18.6V12M9.4 14.4 12 11.8 14.6 14.4',
  seen: 'M9 15 11.2 17.2 15 12.8',
  spent: 'M9.4 15H14.6',
  revoked: 'M9.4 12.6 14.6 17.8M14.6 12.6 9.4 17.8',
  expired: 'M12 11.6V15.2H14.6',
}
const inks: Readonly<Record<KeyState, string>> = {
  stock: 'var(--ink2)',
  issued: 'var(--proof)',
  seen: 'var(--proof)',
  spent: 'var(--edge)',
  revoked: 'var(--ink3)',
  expired: 'var(--ink3)',
}

export const KeySign = ({ state, rem }: { state: KeyState; rem: number }) => (
  <svg className="sign" viewBox="0 0 24 24" style={{ width: `${rem}rem`, height: `${rem}rem` }} aria-hidden="true">
    <g
      fill="none"
      stroke={inks[state]}
      strokeWidth={rem < 1.3 ? 1.9 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={shell} />
      <path d={stick} />
      {marks[state] !== '' && <path d={marks[state]} />}
    </g>
  </svg>
)
