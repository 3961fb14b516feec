// Who answers which call of the contract: the site in front, or the desk itself.
import { fault, ok, type Result } from '#core/fault.ts'
import type { Answer, Ask, CallName, Look } from '#ipc/contract.ts'
import type { Declined, Handlers } from './answers.ts'
import type { Stage } from './stage.ts'

type DeskCall = 'open' | 'chooseFolder' | 'saveLabels' | 'startPractice' | 'leavePractice'
type SiteCall = Exclude<CallName, DeskCall>

export interface HandlersNeeds {
  readonly stage: Stage
  chooseFolder(): Promise<string | null>
  /** Where a person wants a new file of this name. */
  chooseFile(name: string): Promise<string | null>
  startPractice(wish: Ask<'startPractice'>): Promise<Result<unknown>>
  /** The window hears of the theme, to be painted right next time from the first moment. */
  onTheme(theme: Look['theme']): void
}

export const handlersFor = (needs: HandlersNeeds): Handlers => {
  const { stage } = needs
  const bySite =
    <N extends SiteCall>(name: N) =>
    async (ask: Ask<N>): Promise<Answer<N> | Declined> => {
      const answered = await (await stage.current()).call(name, ask)
      return answered.ok ? (answered.value as Answer<N>) : answered
    }
  const getLook = bySite('getLook')
  const setLook = bySite('setLook')
  return {
    open: async () => (await stage.current()).snapshot(),
    chooseFolder: needs.chooseFolder,
    saveLabels: async wish => {
      const file = await needs.chooseFile(`labels-${wish.size}.${wish.format}`)
      if (file === null) return ok(null)
      const saved = await (await stage.current()).call('saveLabelsAs', { ...wish, file })
      return saved.ok ? (saved.value as Answer<'saveLabels'>) : saved
    },
    startPractice: async wish => {
      if (stage.isRunOpen() && !stage.isPractising())
        return fault('busy', 'practice', 'A run is open on the real rack.', 'Let it finish, or make it safe first.')
      const started = await needs.startPractice(wish)
      return started.ok ? ok(null) : started
    },
    leavePractice: async () => {
      await stage.leavePractice()
      return ok(null)
    },
    getLook: async () => {
      const look = await getLook(null)
      if ('theme' in look) needs.onTheme(look.theme)
      return look
    },
    setLook: look => {
      needs.onTheme(look.theme)
      return setLook(look)
    },
    command: bySite('command'),
    probePdu: bySite('probePdu'),
    addPdu: bySite('addPdu'),
    findPdus: bySite('findPdus'),
    stopFinding: bySite('stopFinding'),
    nameOutlet: bySite('nameOutlet'),
    beginTrial: bySite('beginTrial'),
    listOn: bySite('listOn'),
    examine: bySite('examine'),
    checkMaas: bySite('checkMaas'),
    makeKey: bySite('makeKey'),
    makeKeys: bySite('makeKeys'),
    stampKey: bySite('stampKey'),
    nextDrives: bySite('nextDrives'),
    writeKey: bySite('writeKey'),
    cancelWrite: bySite('cancelWrite'),
    dryRun: bySite('dryRun'),
    startRun: bySite('startRun'),
    readPdu: bySite('readPdu'),
    journal: bySite('journal'),
    getNumbers: bySite('getNumbers'),
  }
}
