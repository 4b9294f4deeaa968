/** One FHIR server for the tests of a file: started before them, empty and well-behaved before each, ended behind them. */
import { afterAll, beforeEach } from 'vitest';
import { type FhirServer, startFhirServer } from './fhir-server-launcher.ts';

export async function sharedFhirServer(): Promise<FhirServer> {
  const server = await startFhirServer();
  afterAll(() => server.stop());
  beforeEach(async () => {
    await server.behave();
    await server.empty();
  });
  return server;
}
