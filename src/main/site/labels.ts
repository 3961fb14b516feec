// Labels of what this site holds, saved where a person wants them.
import { ok, type Result } from '#core/fault.ts'
import { cordLabel, keyLabel, machineLabels, type Label } from '#core/label.ts'
import type { State } from '#core/state.ts'
import type { LabelWish } from '#ipc/contract.ts'
import { writeLabels } from '../export/labels.ts'
import type { Site } from './site.ts'

const labelsOf = (state: State, { kids, pdus, machines }: LabelWish): Label[] => [
  ...kids.flatMap(kid => (state.keys[kid] ? [keyLabel(state.keys[kid])] : [])),
  ...pdus.flatMap(pdu =>
    (state.pdus[pdu]?.facts.outlets ?? []).flatMap(({ id }) => cordLabel(state, { pdu, outlet: id }) ?? []),
  ),
  ...(machines ? machineLabels(state) : []),
]

export interface SavedLabels {
  readonly file: string
  readonly labels: number
}

export const saveLabels = async (site: Site, wish: LabelWish, file: string): Promise<Result<SavedLabels>> => {
  const labels = labelsOf(site.engine.state(), wish)
  const written = await writeLabels(site.clock, labels, wish, file)
  return written.ok ? ok({ file, labels: labels.length }) : written
}
