import { useEffect } from 'react'
import { outAndBack } from '#core/key.ts'
import { count } from '#core/words-names.ts'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { openDialog } from '../state/desk.ts'
import { followDrives } from '../state/drives.ts'
import { useRack } from '../state/rack.ts'
import { Drives } from './Drives.tsx'
import { Stock } from './Stock.tsx'

/** Drives that may become keys at the left, the keys and how far each is in its life at the right. */
export const KeysScreen = () => {
  const keys = useRack(({ state }) => state.keys)
  useEffect(() => {
    const left = new AbortController()
    void followDrives(left.signal)
    return () => left.abort()
  }, [])
  const all = Object.values(keys)
  const { out, back } = outAndBack(all)
  return (
    <main className="room keys" id="room">
      <Drives />
      <section className="stock" data-region="keys" aria-labelledby="stock-title">
        <div className="sum">
          <h2 id="stock-title">{all.length === 0 ? 'No keys yet' : count(all.length, 'key')}</h2>
          {out + back > 0 && (
            <p>
              {out} out, {back} back
            </p>
          )}
          <button type="button" className="btn" disabled={all.length === 0} onClick={() => openDialog('labels')}>
            Labels<kbd>P</kbd>
          </button>
          <button type="button" className="btn main" onClick={() => openDialog('key')}>
            Make keys<kbd>N</kbd>
          </button>
        </div>
        <NoticeLine />
        {all.length === 0 ? (
          <p className="lead">A key proves which machine answers. Each lane has its own. Make one for lane 1.</p>
        ) : (
          <Stock />
        )}
      </section>
    </main>
  )
}
