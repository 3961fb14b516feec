import type { ReactNode } from 'react'
import { HelpSign, JournalSign, KeysSign, LookSign, Mark, RackSign, SetupSign } from '../drawing/signs.tsx'
import { goTo, openDialog, useDesk, type Screen } from '../state/desk.ts'

const Way = ({
  here,
  onPress,
  children,
  hint,
}: {
  here: boolean
  onPress: () => void
  children: ReactNode
  hint: string
}) => (
  <button
    type="button"
    className={here ? 'here' : ''}
    aria-current={here ? 'page' : undefined}
    title={hint}
    onClick={onPress}
  >
    {children}
  </button>
)

export const Rail = () => {
  const screen = useDesk(desk => desk.screen)
  const dialog = useDesk(desk => desk.dialog)
  const to = (where: Screen) => () => goTo(where)
  return (
    <nav className="rail" aria-label="Screens" data-region="rail">
      <div className="mark">
        <Mark />
      </div>
      <Way here={screen === 'rack' || screen === 'questions'} onPress={to('rack')} hint="Ctrl+1">
        <RackSign />
        Rack
      </Way>
      <Way here={screen === 'keys'} onPress={to('keys')} hint="Ctrl+2">
        <KeysSign />
        Keys
      </Way>
      <Way here={dialog === 'journal'} onPress={() => openDialog('journal')} hint="Ctrl+4">
        <JournalSign />
        Journal
      </Way>
      <Way here={screen === 'setup'} onPress={to('setup')} hint="Ctrl+5">
        <SetupSign />
        Setup
      </Way>
      <div className="sp" />
      <Way here={dialog === 'look'} onPress={() => openDialog('look')} hint="F8">
        <LookSign />
        Look
      </Way>
      <Way here={dialog === 'help'} onPress={() => openDialog('help')} hint="F1">
        <HelpSign />
        Help
      </Way>
    </nav>
  )
}
