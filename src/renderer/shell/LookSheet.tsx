import type { Look } from '#ipc/contract.ts'
import { useDesk } from '../state/desk.ts'
import { changeLook } from '../state/look.ts'
import { Sheet } from './Sheet.tsx'

const themes: readonly (readonly [Look['theme'], string])[] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['contrast', 'High contrast'],
]

type Flag = 'bigText' | 'gloves' | 'sound' | 'singleKeys'
const flags: readonly (readonly [Flag, string, string, string])[] = [
  ['bigText', 'Big text', 'one lane, readable from 5 m', 'F2'],
  ['gloves', 'Gloves', 'every button at least 64 px', 'F4'],
  ['sound', 'Sound', 'your turn, bound, look: always with a picture', 'M'],
  ['singleKeys', 'Single letters as keys', 'S, D, Q and the others', ''],
]

export const ThemeChoice = () => {
  const theme = useDesk(desk => desk.look.theme)
  return (
    <div className="looks" role="radiogroup" aria-label="Theme">
      {themes.map(([value, says]) => (
        <label key={value} className="pick">
          <input type="radio" name="theme" checked={theme === value} onChange={() => changeLook({ theme: value })} />
          {says}
        </label>
      ))}
    </div>
  )
}

export const LookSheet = () => {
  const look = useDesk(desk => desk.look)
  return (
    <Sheet title="Look">
      <ThemeChoice />
      <div className="checks tall">
        {flags.map(([flag, says, more, key]) => (
          <label key={flag} className="check">
            <input
              type="checkbox"
              checked={look[flag]}
              onChange={event => changeLook({ [flag]: event.target.checked })}
            />
            <span className="check-say">
              {says} <span className="dim">{more}</span>
            </span>
            {key !== '' && <kbd>{key}</kbd>}
          </label>
        ))}
        <label className="check">
          <input
            type="checkbox"
            checked={look.motion === 'none'}
            onChange={event => changeLook({ motion: event.target.checked ? 'none' : 'system' })}
          />
          <span className="check-say">
            Nothing moves <span className="dim">else as the system says</span>
          </span>
        </label>
        <label className="check">
          <input type="checkbox" checked={!look.rear} onChange={event => changeLook({ rear: !event.target.checked })} />
          <span className="check-say">
            Front view <span className="dim">left and right change places, cords are hidden</span>
          </span>
          <kbd>V</kbd>
        </label>
      </div>
    </Sheet>
  )
}
