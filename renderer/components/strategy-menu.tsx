import { useTranslation } from 'react-i18next'
import { useErrorWords } from '../lib/error-words.ts'
import { useListingChoice } from '../lib/listing-choice.ts'
import { Button } from './button.tsx'
import { Menu } from './menu.tsx'

/** The other ways to list a registry, each with what it needs. Nothing where no other fits. */
export function StrategyMenu({ registryId }: { registryId: string }) {
  const { t } = useTranslation()
  const { choice, choose, isChanging, error } = useListingChoice(registryId)
  const { title } = useErrorWords(error)
  if (!choice || choice.others.length === 0) return null
  return (
    <>
      <Menu
        trigger={
          <Button iconEnd="chevronDown" isDisabled={isChanging}>
            {t('strategies.choose')}
          </Button>
        }
        items={choice.others.map(strategy => ({
          label: t(`strategies.${strategy}.name`),
          hint: t(`strategies.${strategy}.needs`),
          onSelect: () => choose(strategy),
        }))}
      />
      {error && (
        <span className="bad fs12" role="alert">
          {t('strategies.changeFailed')} {title}
        </span>
      )}
    </>
  )
}
