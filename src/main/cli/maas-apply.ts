import { faultWords } from '#core/words.ts'
import { ask, withHands } from './folder.ts'
import { done, need, verb } from './frame.ts'
import { Applied } from './maas-machines.ts'
import { onlyOption } from './maas-plan.ts'

export const made = verb({
  takes: [],
  says: 'Writes the map to MAAS, machine by machine, as "maas plan" shows it, and reads it back. Again is harmless.',
  options: onlyOption,
  example: 'maas apply --only node-17',
  run: async call => {
    const only = call.options.only.length === 0 ? null : [...call.options.only]
    return withHands(call, async hands => {
      const machines = need(await ask(hands, 'applyMaas', { only }, Applied))
      const failed = machines.filter(machine => !machine.ok)
      const lines = machines.map(({ uuid, ok, systemId, changes, refused, fault }) => {
        const said = ok ? (changes.length === 0 ? 'as it should be' : `wrote ${changes.join(', ')}`) : ''
        const why = fault ? faultWords(fault) : refused.map(reason => `not written: ${reason}`).join('; ')
        return `${systemId ?? uuid}: ${[said, why].filter(text => text !== '').join('; ')}`
      })
      const status = failed.length === 0 ? 0 : failed.length === machines.length ? 1 : 4
      return done({ machines }, lines.length === 0 ? 'No machine is bound yet.' : lines.join('\n'), status)
    })
  },
})
