/**
 * `doctor`: looks at everything that the kiosk needs and changes nothing. One line for each, the worst decides. Its JSON has
 * the state of each printer, for whoever watches many kiosks.
 */
import { clinicDayOf, clinicDayWindow } from '../../clinic/clinic-day.ts';
import { daySearch } from '../../offline-store/sync/day-search.ts';
import { createFhirClient, type FhirClient } from '../../offline-store/sync/fhir-client.ts';
import { fhirProblemInWords } from '../../offline-store/sync/fhir-problem.ts';
import { createPrinter } from '../../printing/printer-config.ts';
import { printersServing } from '../../printing/printer-service.ts';
import { isoOf, systemClock } from '../days/clock.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import { packFindings } from '../outage/downtime-pack-look.ts';
import { type PrinterFacts, printerFacts, printerInWords } from '../printers/printer-facts.ts';
import { clockProblem } from '../station-status.ts';
import { type Command, count, newId, withSettings } from './command.ts';
import { certificateFindings, type Finding, keyFinding } from './doctor-access.ts';
import { storeFindings } from './doctor-store.ts';

/** A server's clock that differs by more makes tokens and ages wrong. */
const clockSkewMsMax = 60_000;

export const doctorCommand: Command = async (input) =>
  withSettings(input, async (settings) => {
    const [upstream, certificate, printers] = await Promise.all([
      upstreamFindings(settings),
      certificateFindings(settings, systemClock.nowMs()),
      Promise.all(printersServing(settings.printers, settings.station).map(factsOf)),
    ]);
    const findings = [
      { what: 'settings', isWell: true, says: `${input.configFile} is good` },
      keyFinding(settings),
      ...storeFindings(settings),
      retentionFinding(settings),
      ...(await packFindings(settings, systemClock.nowMs())),
      ...upstream,
      ...certificate,
      ...printers.map(printerFinding),
    ];
    const ill = findings.filter((finding) => !finding.isWell);
    const body = findings.map(({ what, isWell, says }) => `${isWell ? 'well' : 'ILL '}  ${what}: ${says}`).join('\n');
    const line =
      ill.length === 0
        ? 'all is well'
        : `${count(ill.length, 'thing')} to see to: ${ill.map(({ what }) => what).join(', ')}`;
    return { exit: ill.length === 0 ? 0 : 1, body, line, facts: { findings, printers } };
  });

function retentionFinding({ store: { retention }, clinicRules: { closesAt } }: KioskConfig): Finding {
  const { visitDays } = retention;
  const says = `the day list until ${closesAt ?? 'midnight'}, visits for ${count(visitDays, 'day')}, the audit trail for ever`;
  return { what: 'retention', isWell: true, says, facts: { visitDays, closesAt } };
}

async function upstreamFindings(settings: KioskConfig): Promise<readonly Finding[]> {
  const now = () => isoOf(systemClock.nowMs());
  const client = createFhirClient({ settings: settings.upstream, now, newId });
  const answer = await looked(client, settings);
  const skewMs = client.clockSkewMs();
  client.stop();
  return [
    answer.ok
      ? { what: 'upstream', isWell: true, says: settings.upstream.baseUrl }
      : { what: 'upstream', isWell: false, says: `the booking system ${fhirProblemInWords(answer.problem)}` },
    clockFinding(skewMs),
  ];
}

/** What a server says of itself it says to everybody, with any token: whether the kiosk may read a list, only a list tells. */
async function looked(client: FhirClient, { upstream, site }: KioskConfig): ReturnType<FhirClient['get']> {
  const said = await client.get(new URL('metadata', client.baseUrl));
  const today = clinicDayOf(systemClock.nowMs(), site.timeZone);
  return said.ok ? client.get(daySearch(client.baseUrl, upstream, clinicDayWindow(today, site.timeZone))) : said;
}

function clockFinding(skewMs: number | null): Finding {
  const problem = clockProblem(systemClock.nowMs(), null);
  if (problem !== null) return { what: 'clock', isWell: false, says: problem };
  const now = isoOf(systemClock.nowMs());
  if (skewMs === null) return { what: 'clock', isWell: true, says: `${now}, compared with no other clock` };
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const says = `${now}, ${seconds} s ${skewMs < 0 ? 'ahead of' : 'behind'} the booking system's clock`;
  return { what: 'clock', isWell: Math.abs(skewMs) <= clockSkewMsMax, says, facts: { skewMs } };
}

async function factsOf(setting: KioskConfig['printers'][number]): Promise<PrinterFacts> {
  return printerFacts(setting, await createPrinter(setting).status());
}

function printerFinding(printer: PrinterFacts): Finding {
  return { what: printer.name, isWell: printer.state === 'ready', says: printerInWords(printer) };
}
