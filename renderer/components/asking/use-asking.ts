import { useEffect, useRef, useState } from 'react'
import type { Input, Output } from '../../../shared/ipc/contract.ts'
import type { Decisions, NeededDecision } from '../../../shared/ipc/schemas/decisions.ts'
import { isCancelled } from '../../../shared/errors.ts'
import { call } from '../../lib/call.ts'
import type { ConnectionDraft } from '../connection-form/connection-draft.ts'

type Deciding =
  | 'registries.probe'
  | 'registries.add'
  | 'registries.signIn'
  | 'signIns.import'
  | 'connectionSettings.change'
  | 'signIns.giveToHelm'
type Answer<M extends Deciding> = Exclude<Output<M>, { result: 'needs-decision' }>

/** What holds for one address however it is asked: what the user agreed to, and the way there. */
export type Terms = { readonly decisions: Decisions; readonly connection: ConnectionDraft }

export const noTerms: Terms = { decisions: {}, connection: {} }

/** What is asked, made anew for each try: a chosen file is granted for one call only. */
type Question<M extends Deciding> = {
  readonly input: (terms: Terms) => Input<M> | Promise<Input<M>>
  /** What the user has agreed to by now, to be kept for later calls about the same address. */
  readonly onTerms?: (terms: Terms) => void
  readonly onAnswer: (answer: Answer<M>) => void
}

type State<M extends Deciding> =
  | { readonly kind: 'idle' | 'asking' }
  | { readonly kind: 'failed'; readonly error: Error }
  | {
      readonly kind: 'owes'
      readonly owed: NeededDecision
      readonly question: Question<M>
      readonly terms: Terms
    }

const isOwed = (output: {
  result: string
}): output is NeededDecision & { result: 'needs-decision' } => output.result === 'needs-decision'

/**
 * A call that may come back with a decision the user owes, and is then repeated with it. What was agreed to is
 * kept by the caller: it holds for later calls about the same address too. Nothing of a call is cached, since it
 * may carry a password; leaving the dialog hangs up.
 */
export const useAsking = <M extends Deciding>(method: M) => {
  const [state, setState] = useState<State<M>>({ kind: 'idle' })
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  const ask = async (question: Question<M>, terms: Terms = noTerms) => {
    running.current?.abort()
    const { signal } = (running.current = new AbortController())
    setState({ kind: 'asking' })
    try {
      const output = await call(method, await question.input(terms), { signal })
      if (signal.aborted) return
      if (isOwed(output)) return setState({ kind: 'owes', owed: output, question, terms })
      setState({ kind: 'idle' })
      question.onAnswer(output as Answer<M>)
    } catch (error) {
      if (signal.aborted) return
      setState(isCancelled(error) ? { kind: 'idle' } : { kind: 'failed', error: error as Error })
    }
  }
  return {
    ask: (question: Question<M>, terms?: Terms) => void ask(question, terms),
    owed: state.kind === 'owes' ? state.owed : undefined,
    /** Asks again with what the user agreed to, or with another way there. */
    decide: ({ decisions, connection }: Partial<Terms>) => {
      if (state.kind !== 'owes') return
      const { question, terms } = state
      const agreed = {
        decisions: { ...terms.decisions, ...decisions },
        connection: { ...terms.connection, ...connection },
      }
      question.onTerms?.(agreed)
      void ask(question, agreed)
    },
    isAsking: state.kind === 'asking',
    error: state.kind === 'failed' ? state.error : null,
    reset: () => {
      running.current?.abort()
      setState({ kind: 'idle' })
    },
  }
}

export type Asking = Pick<
  ReturnType<typeof useAsking<Deciding>>,
  'owed' | 'decide' | 'isAsking' | 'error' | 'reset'
>
