import { useState } from 'react'
import { isOut, type EnlistmentKey, type KeyState } from '#core/key.ts'
import { age } from '#core/place.ts'
import { usualKeyLifeMs } from '#core/policy.ts'
import type { KeyFor } from '#core/wire.ts'
import { ask, stampKey } from '../state/actions.ts'
import { useDesk } from '../state/desk.ts'
import { mainProcess } from '../state/main-process.ts'
import { useRack } from '../state/rack.ts'
import { forOf, KeyForField, type ForDraft } from './KeyForField.tsx'

/** The key's own purpose as it would be typed. */
const draftOf = (what: KeyFor): ForDraft => {
  if ('lane' in what) return { kind: 'lane', text: what.lane }
  if ('pdu' in what) return { kind: 'pdu', text: what.pdu }
  return 'outlet' in what ? { kind: 'outlet', text: '' } : { kind: 'pool', text: '' }
}

/** Asks for a folder and writes the key there as files; nothing on the drive is erased. */
const stamp = async (kid: string): Promise<void> => {
  const chosen = await mainProcess.tryCall('chooseFolder', null)
  if (!chosen.ok || chosen.value === null) return
  await stampKey(kid, chosen.value)
}

/** What may be done with one key at this point of its life. */
export const KeyActs = ({ one, state }: { one: EnlistmentKey; state: KeyState }) => {
  const busy = useDesk(desk => desk.busy !== null)
  const rack = useRack(({ state: all }) => all)
  const [draft, setDraft] = useState<ForDraft>(() => draftOf(one.for))
  const [changed, setChanged] = useState(false)
  const { kid } = one
  const life = age(usualKeyLifeMs(rack.policy.limits))
  const mayIssue = state === 'stock' || state === 'expired'
  const what = changed ? forOf(rack, draft) : one.for
  return (
    <div className="key-acts">
      {mayIssue && (
        <form
          className="fields"
          onSubmit={event => {
            event.preventDefault()
            if (what) void ask({ kind: 'issueKey', kid, for: what })
          }}
        >
          <KeyForField
            draft={draft}
            change={next => {
              setDraft(next)
              setChanged(true)
            }}
          />
          <button type="submit" className="btn main" disabled={busy || what === null}>
            Issue for {life}
          </button>
        </form>
      )}
      <div className="picks">
        {isOut(one) && (
          <button type="button" className="btn" disabled={busy} onClick={() => void ask({ kind: 'takeKeyBack', kid })}>
            {kid} is back
          </button>
        )}
        {state !== 'revoked' && state !== 'spent' && (
          <>
            <button type="button" className="btn" disabled={busy} onClick={() => void stamp(kid)}>
              Stamp to a folder
            </button>
            <button type="button" className="btn" disabled={busy} onClick={() => void ask({ kind: 'revokeKey', kid })}>
              Revoke {kid} for good
            </button>
          </>
        )}
        {(state === 'revoked' || state === 'spent') && !isOut(one) && (
          <p className="dim">Nothing more can be done with it. Its drive may be written anew.</p>
        )}
      </div>
    </div>
  )
}
