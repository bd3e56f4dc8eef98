/** The part of the Trusted Types API that we use; TypeScript's DOM library does not have it yet. */
declare global {
  interface TrustedTypePolicyRules {
    createHTML?: (input: string) => string
    createScriptURL?: (input: string) => string
  }
  interface Window {
    readonly trustedTypes?: {
      createPolicy<Rules extends TrustedTypePolicyRules>(
        name: string,
        rules: Rules,
      ): Required<Rules> & { readonly name: string }
    }
  }
}

export {}
