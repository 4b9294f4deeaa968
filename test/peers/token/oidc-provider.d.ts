/** The few shapes of oidc-provider that the token server needs; the package brings no types of its own. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  interface ClientCredentialsModel {
    find(token: string): Promise<{ destroy(): Promise<void> } | undefined>;
  }

  export default class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    readonly ClientCredentials: ClientCredentialsModel;
    callback(): RequestListener;
  }
}
