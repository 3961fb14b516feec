import { BigText } from '../big/BigText.tsx'
import { FirstRun } from '../first/FirstRun.tsx'
import { EraseDrives } from '../keys/EraseDrives.tsx'
import { KeysScreen } from '../keys/KeysScreen.tsx'
import { LabelsSheet } from '../keys/LabelsSheet.tsx'
import { MakeKey } from '../keys/MakeKey.tsx'
import { LaneColumn } from '../lanes/LaneColumn.tsx'
import { DarkSheet } from '../pdu/DarkSheet.tsx'
import { NamesSheet } from '../pdu/NamesSheet.tsx'
import { ProveSheet } from '../pdu/ProveSheet.tsx'
import { QuestionScreen } from '../questions/QuestionScreen.tsx'
import { OutletCard } from '../rack/OutletCard.tsx'
import { Stage } from '../rack/Stage.tsx'
import { DryRun } from '../run/DryRun.tsx'
import { SetupScreen } from '../setup/SetupScreen.tsx'
import { openRun } from '#core/state.ts'
import { useDesk } from '../state/desk.ts'
import { useIsFirst } from '../state/first.ts'
import { useRack } from '../state/rack.ts'
import { Find } from './Find.tsx'
import { Help } from './Help.tsx'
import { JournalDrawer } from './JournalDrawer.tsx'
import { JournalStrip } from './JournalStrip.tsx'
import { LiveRegions } from './LiveRegions.tsx'
import { LookSheet } from './LookSheet.tsx'
import { Rail } from './Rail.tsx'
import { TopBar } from './TopBar.tsx'

const Dialogs = () => {
  const dialog = useDesk(desk => desk.dialog)
  const outlet = useDesk(desk => desk.outlet)
  switch (dialog) {
    case 'help':
      return <Help />
    case 'look':
      return <LookSheet />
    case 'journal':
      return <JournalDrawer />
    case 'dryRun':
      return <DryRun />
    case 'find':
      return <Find />
    case 'key':
      return <MakeKey />
    case 'labels':
      return <LabelsSheet />
    case 'erase':
      return <EraseDrives />
    case 'prove':
      return <ProveSheet />
    case 'dark':
      return <DarkSheet />
    case 'names':
      return <NamesSheet />
    case 'outlet':
      return outlet ? <OutletCard outlet={outlet} /> : null
    case null:
      return null
  }
}

const Room = () => {
  const screen = useDesk(desk => desk.screen)
  switch (screen) {
    case 'rack':
      return (
        <main className="room run" id="room">
          <LaneColumn />
          <Stage />
        </main>
      )
    case 'questions':
      return <QuestionScreen />
    case 'keys':
      return <KeysScreen />
    case 'setup':
      return <SetupScreen />
  }
}

const Lost = () => (
  <main className="mishap" aria-live="polite">
    <h1>Waiting for the engine</h1>
    <p>
      It does not answer yet. What was being switched goes on or stops by its own rules; this window has no part in it.
    </p>
  </main>
)

/** First run, big text, or the shell with its room. */
export const App = () => {
  const link = useRack(rack => rack.link)
  const rev = useRack(rack => rack.rev)
  const first = useIsFirst()
  const big = useDesk(desk => (desk.look.bigText || desk.small) && desk.screen === 'rack')
  const running = useRack(({ state }) => openRun(state) !== null)
  const strip = useDesk(desk => desk.screen !== 'setup')
  if (link === 'opening') return null
  if (link === 'lost' && rev === 0) return <Lost />
  const showBig = big && running
  return (
    <>
      <a className="skip" href="#room">
        To the lane that needs you
      </a>
      {first ? (
        <FirstRun />
      ) : showBig ? (
        <BigText />
      ) : (
        <div className={`app${strip ? '' : ' nojournal'}`}>
          <Rail />
          <TopBar />
          <Room />
          {strip && <JournalStrip />}
        </div>
      )}
      <Dialogs />
      <LiveRegions />
    </>
  )
}
