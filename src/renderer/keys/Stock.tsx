import { useState } from 'react'
import { isOut, keyState, type EnlistmentKey } from '#core/key.ts'
import { keyForWords } from '#core/label.ts'
import { age } from '#core/place.ts'
import { KeySign } from '../drawing/KeySign.tsx'
import { useRack } from '../state/rack.ts'
import { KeyActs } from './KeyActs.tsx'

const says = {
  stock: 'Made, not issued',
  issued: 'Issued',
  seen: 'Seen in a machine',
  spent: 'Spent',
  revoked: 'Revoked',
  expired: 'Expired',
} as const

const life = (key: EnlistmentKey, now: number): string => {
  const state = keyState(key, now)
  if ((state === 'issued' || state === 'seen') && key.expiresAt !== null) return `ends in ${age(key.expiresAt - now)}`
  if (state === 'revoked' && key.revokedAt !== null) return `${age(now - key.revokedAt)} ago`
  if (state === 'spent' && key.spentAt !== null) return `${age(now - key.spentAt)} ago`
  return `made ${age(now - key.madeAt)} ago`
}

const where = (key: EnlistmentKey, now: number): string => {
  const written = key.stampedAt === null ? 'on no drive' : `on a drive since ${age(now - key.stampedAt)}`
  return isOut(key) ? `${written}, out` : key.issuedAt === null ? written : `${written}, back`
}

const order = ['seen', 'issued', 'stock', 'expired', 'spent', 'revoked']

/** The stock, those in use first; one key at a time is open for what may be done with it. */
export const Stock = () => {
  const keys = useRack(({ state }) => state.keys)
  const now = useRack(rack => rack.now)
  const [open, setOpen] = useState<string | null>(null)
  const all = Object.values(keys).sort(
    (a, b) => order.indexOf(keyState(a, now)) - order.indexOf(keyState(b, now)) || a.kid.localeCompare(b.kid),
  )
  return (
    <ul className="key-list">
      {all.map(one => {
        const state = keyState(one, now)
        return (
          <li key={one.kid} className={state}>
            <button
              type="button"
              className="key-row"
              aria-expanded={open === one.kid}
              onClick={() => setOpen(open === one.kid ? null : one.kid)}
            >
              <KeySign state={state} rem={1.75} />
              <b className="kid">{one.kid}</b>
              <span>
                <b>{says[state]}</b>
                <span className="sub">{where(one, now)}</span>
              </span>
              <span className="for">
                {keyForWords(one.for)}
                <span className="sub">{life(one, now)}</span>
              </span>
            </button>
            {open === one.kid && <KeyActs one={one} state={state} />}
          </li>
        )
      })}
    </ul>
  )
}
