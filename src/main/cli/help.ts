import type { Verb } from './frame.ts'
import { everyVerb } from './parse.ts'
import { table } from './words.ts'

export const verbHelp = (name: string, { takes, options, says, example }: Verb): string => {
  const lines = Object.entries({ ...options, ...everyVerb }).map(([option, spec]) => {
    const value = spec.type === 'string' ? ` ${('value' in spec && spec.value) || 'TEXT'}` : ''
    const again = 'multiple' in spec && spec.multiple ? ' (may be given several times)' : ''
    return [`  --${option}${value}`, `${spec.says}${again}`]
  })
  return [
    `racklight ${[name, ...takes].join(' ')} [options]`,
    '',
    says,
    '',
    table(lines),
    '',
    'Example:',
    `  racklight ${example}`,
  ].join('\n')
}

export const allHelp = (verbs: Readonly<Record<string, { readonly says: string }>>): string =>
  [
    'racklight VERB [options]',
    '',
    table(Object.entries(verbs).map(([name, { says }]) => [`  ${name}`, says])),
    '',
    'Every verb has --help, with an example. Exit status: 0 done, 1 the world failed, 2 wrong usage,',
    '3 a safety rule refused, 4 done in part.',
  ].join('\n')
