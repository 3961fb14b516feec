import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import type { Recorded } from '#core/event.ts'
import { wordsOf } from '#core/words.ts'
import { mainProcess } from '../state/main-process.ts'
import { useRack } from '../state/rack.ts'
import { calendarDay, clockTime } from './journal-lines.ts'
import { Sheet } from './Sheet.tsx'

const pageSize = 200

/** Everything that has happened, newest first; older pages are fetched as the list is scrolled. */
export const JournalDrawer = () => {
  const state = useRack(rack => rack.state)
  const recent = useRack(rack => rack.recent)
  const [older, setOlder] = useState<readonly Recorded[]>([])
  const [asking, setAsking] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const first = older[0]?.seq ?? recent[0]?.seq ?? 1
  const all = [...older, ...recent.filter(one => one.seq > (older.at(-1)?.seq ?? 0))].reverse()
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized by a compiler
  const list = useVirtualizer({
    count: all.length,
    getScrollElement: () => box.current,
    estimateSize: () => 40,
    overscan: 16,
  })
  const items = list.getVirtualItems()
  const nearEnd = (items.at(-1)?.index ?? 0) >= all.length - 20
  useEffect(() => {
    if (!nearEnd || asking || first <= 1) return
    setAsking(true)
    void mainProcess.tryCall('journal', { before: first, limit: pageSize }).then(page => {
      if (page.ok && page.value.length > 0)
        setOlder(known => [...[...page.value].sort((a, b) => a.seq - b.seq), ...known])
      setAsking(false)
    })
  }, [nearEnd, asking, first])
  return (
    <Sheet title="Journal" side>
      {all.length === 0 && <p className="lead">Nothing yet. The first switch will stand here.</p>}
      <div className="journal-scroll" ref={box} role="log" aria-label="Events, newest first" aria-live="off">
        <ol style={{ height: `${list.getTotalSize()}px` }}>
          {items.map(item => {
            const one = all[item.index]
            if (!one) return null
            const { fact, more } = wordsOf(state, one.event)
            const before = all[item.index + 1]
            const day =
              !before || calendarDay(before.event.at) !== calendarDay(one.event.at) ? calendarDay(one.event.at) : ''
            return (
              <li
                key={one.seq}
                data-index={item.index}
                ref={list.measureElement}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <span className="seq tn">{one.seq}</span>
                <time title={day === '' ? undefined : day}>{clockTime(one.event.at)}</time>
                <span>
                  <b>{fact}</b>
                  {/^[,:;]/.test(more) ? more : ` ${more}`}
                  {day !== '' && <span className="dim"> · {day}</span>}
                </span>
              </li>
            )
          })}
        </ol>
      </div>
    </Sheet>
  )
}
