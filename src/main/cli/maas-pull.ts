import { z } from 'zod'
import { fault } from '#core/fault.ts'
import { resultOf } from '#ipc/contract.ts'
import { ask, stateOf, withHands } from './folder.ts'
import { done, need, verb } from './frame.ts'
import { pduName } from './outlets.ts'
import { iso, table } from './words.ts'

const Read = resultOf(z.unknown())

export const made = verb({
  takes: [],
  says: 'Reads from MAAS which outlets of our PDUs its machines name, whatever their power type, pool or state.',
  options: {},
  example: 'maas pull',
  run: async call => {
    if (!(await stateOf(call)).maasSite)
      need(fault('gone', 'MAAS', 'No MAAS is set up.', 'Set it up with "maas check --url URL" and the API key.'))
    return withHands(call, async hands => {
      need(await ask(hands, 'readMaas', null, Read))
      const state = await stateOf(call)
      const { readAt = 0, tookMs = 0, named = {}, whole = {}, deployedUnknown = 0 } = state.maas ?? {}
      const taken = Object.entries(named).map(([key, machine]) => {
        const [id = '', outlet = ''] = key.split(/\/(?=[^/]*$)/)
        return { pdu: pduName(state, id), outlet, machine }
      })
      const wholePdus = Object.entries(whole).map(([id, machine]) => ({
        pdu: pduName(state, id),
        outlet: null,
        machine,
      }))
      const all = [...taken, ...wholePdus]
      const blind = `${deployedUnknown} deployed machines name no outlet that we know.`
      const lines = table(all.map(({ pdu, outlet, machine }) => [pdu, outlet ?? 'all of it', machine]))
      return done(
        { readAt: iso(readAt), tookMs, taken: all, deployedUnknown },
        [all.length === 0 ? 'MAAS names none of our outlets.' : lines, ...(deployedUnknown > 0 ? [blind] : [])].join(
          '\n',
        ),
      )
    })
  },
})
