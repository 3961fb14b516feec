// Every family under the contract that all of them keep.
import type { Subject } from './subject.ts'
import { apcToGude } from './subjects-apc-to-gude.ts'
import { hpeToVertiv } from './subjects-hpe-to-vertiv.ts'

export const subjects: readonly Subject[] = [...apcToGude, ...hpeToVertiv]
