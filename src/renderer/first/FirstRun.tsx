import { Mark } from '../drawing/signs.tsx'
import { openPractice } from '../state/actions.ts'
import { setDesk, useDesk } from '../state/desk.ts'
import { changeLook } from '../state/look.ts'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { MiniRack } from './MiniRack.tsx'

const themes = [
  ['dark', 'Dark'],
  ['light', 'Light'],
  ['contrast', 'High contrast'],
] as const

export const FirstRun = () => {
  const look = useDesk(desk => desk.look)
  const busy = useDesk(desk => desk.busy)
  return (
    <div className="first" id="room">
      <header>
        <div className="brand">
          <Mark />
          <h1>Racklight</h1>
        </div>
        <p>Switch one outlet on, see which machine answers, keep the proof.</p>
      </header>
      <main className="ways" data-region="ways">
        <button type="button" className="way lead" disabled={busy !== null} onClick={() => void openPractice()}>
          <MiniRack mapped />
          <span className="txt">
            <span className="way-title">Open the practice rack</span>
            <span className="way-say">24 outlets, their machines, all software. Nothing real is switched.</span>
            <span className="btn main big">
              {busy === 'startPractice' ? 'Opening' : 'Open'}
              <kbd>1</kbd>
            </span>
          </span>
        </button>
        <button
          type="button"
          className="way"
          onClick={() => setDesk({ entered: true, screen: 'setup', setupPage: 'add' })}
        >
          <MiniRack />
          <span className="txt">
            <span className="way-title">Set up a real rack</span>
            <span className="way-say">
              Have ready: the PDU address and its write community, a MAAS key, a USB drive per lane.
            </span>
            <span className="btn big">
              Set up<kbd>2</kbd>
            </span>
          </span>
        </button>
      </main>
      <footer data-region="look">
        <div>
          <p>Racklight switches nothing until you start a run.</p>
          <NoticeLine />
        </div>
        <section className="looks" aria-label="Look">
          {themes.map(([theme, says]) => (
            <button
              type="button"
              key={theme}
              className="btn"
              aria-pressed={look.theme === theme}
              onClick={() => changeLook({ theme })}
            >
              {says}
            </button>
          ))}
          <button
            type="button"
            className="btn"
            aria-pressed={look.bigText}
            onClick={() => changeLook({ bigText: !look.bigText })}
          >
            Big text<kbd>F2</kbd>
          </button>
        </section>
      </footer>
    </div>
  )
}
