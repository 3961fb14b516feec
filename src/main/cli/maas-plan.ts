import { ask, withHands } from './folder.ts'
import { done, need, verb } from './frame.ts'
import { Planned, plannedLines } from './maas-machines.ts'

export const onlyOption = {
  only: { type: 'string', multiple: true, value: 'MACHINE', says: 'UUID, serial, system id or hostname' },
} as const

export const made = verb({
  takes: [],
  says: 'Shows for each bound machine what would change in MAAS. Writes nothing.',
  options: onlyOption,
  example: 'maas plan --json',
  run: async call => {
    const only = call.options.only.length === 0 ? null : [...call.options.only]
    return withHands(call, async hands => {
      const planned = need(await ask(hands, 'planMaas', { only }, Planned))
      const machines = planned.map(({ uuid, serial, plan, fault }) => ({
        uuid,
        serial,
        systemId: plan?.systemId ?? null,
        hostname: plan?.hostname ?? null,
        changes: plan?.changes ?? [],
        refused: plan?.refused ?? [],
        fault,
      }))
      const text = planned.length === 0 ? 'No machine is bound yet.' : planned.map(plannedLines).join('\n')
      return done({ machines }, text)
    })
  },
})
