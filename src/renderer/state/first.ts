import { useDesk } from './desk.ts'
import { useRack, type Rack } from './rack.ts'

const knowsNothing = ({ state, app }: Rack): boolean =>
  !app?.practice && Object.keys(state.pdus).length === 0 && state.run === null && state.maasSite === null

/** Nothing is set up, and the person has not gone on from the first screen. */
export const isFirst = (): boolean => !useDesk.getState().entered && knowsNothing(useRack.getState())

export const useIsFirst = (): boolean => {
  const entered = useDesk(desk => desk.entered)
  return useRack(knowsNothing) && !entered
}
