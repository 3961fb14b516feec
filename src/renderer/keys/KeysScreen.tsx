import { forText, keyState, type EnlistmentKey } from '#core/key.ts'
import { age } from '#core/place.ts'
import { KeySign } from '../drawing/KeySign.tsx'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { ask } from '../state/actions.ts'
import { openDialog, useDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'

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
  return `made ${age(now - key.madeAt)} ago`
}

const Row = ({ one, now, busy }: { one: EnlistmentKey; now: number; busy: boolean }) => {
  const state = keyState(one, now)
  const alive = state === 'issued' || state === 'seen' || state === 'stock'
  return (
    <li className={`key-row ${state}`}>
      <KeySign state={state} rem={2} />
      <b className="kid">{one.kid}</b>
      <span>
        <b>{says[state]}</b>
        <span className="sub">
          {one.stampedAt === null ? 'not written to a drive' : `written ${age(now - one.stampedAt)} ago`}
        </span>
      </span>
      <span>
        {forText(one.for).replace(':', ' ')}
        <span className="sub">{life(one, now)}</span>
      </span>
      <span className="acts">
        {(state === 'stock' || state === 'expired') && (
          <button
            type="button"
            className="btn"
            disabled={busy}
            onClick={() => void ask({ kind: 'issueKey', kid: one.kid })}
          >
            Issue for 12 h
          </button>
        )}
        {alive && (
          <button
            type="button"
            className="btn"
            disabled={busy}
            onClick={() => void ask({ kind: 'revokeKey', kid: one.kid })}
          >
            Revoke {one.kid}
          </button>
        )}
      </span>
    </li>
  )
}

const order = ['seen', 'issued', 'stock', 'expired', 'spent', 'revoked']

/** The stock of enlistment keys: who they are for, how long they live. */
export const KeysScreen = () => {
  const keys = useRack(({ state }) => state.keys)
  const now = useRack(rack => rack.now)
  const busy = useDesk(desk => desk.busy !== null)
  const all = Object.values(keys).sort(
    (a, b) => order.indexOf(keyState(a, now)) - order.indexOf(keyState(b, now)) || a.kid.localeCompare(b.kid),
  )
  return (
    <main className="room keys" id="room" data-region="keys">
      <div className="sum">
        <h2>{all.length === 0 ? 'No keys yet' : all.length === 1 ? '1 key' : `${all.length} keys`}</h2>
        <p>A key proves which machine answers. Each lane has its own.</p>
        <button type="button" className="btn main" onClick={() => openDialog('key')}>
          Make a key<kbd>N</kbd>
        </button>
      </div>
      <NoticeLine />
      {all.length === 0 ? (
        <p className="lead">
          Make a key for lane 1, and choose the folder of a USB drive to write it to. A drive is not touched until you
          say so.
        </p>
      ) : (
        <ul className="key-list">
          {all.map(one => (
            <Row key={one.kid} one={one} now={now} busy={busy} />
          ))}
        </ul>
      )}
    </main>
  )
}
