/** Certificate authorities for tests, made by the system's openssl: good ones, and certificates that are wrong in one way each. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Wanted {
  /** As the certificate names its owner; an address, unless it begins with a letter. */
  readonly host?: string;
  readonly days?: number;
  /** Made at another date than today's, such as `2020-01-01`. */
  readonly madeOn?: string;
}

export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

export interface Authority {
  readonly caFile: string;
  /** `name` is that of its files. */
  issue(name: string, wanted?: Wanted): Certificate;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

function openssl(args: readonly string[], madeOn?: string): void {
  const [program, all] =
    madeOn === undefined ? ['openssl', args] : ['faketime', [`${madeOn} 12:00:00`, 'openssl', ...args]];
  execFileSync(program, all, { stdio: 'pipe' });
}

export function certificateAuthority(folder: string, name = 'ca'): Authority {
  const caFile = join(folder, `${name}.pem`);
  const caKey = join(folder, `${name}.key`);
  const ca = ['req', '-x509', ...newKey, '-subj', `/CN=${name}`, '-keyout', caKey, '-out', caFile];
  openssl([...ca, '-days', '20000'], '2001-01-01');
  return {
    caFile,
    issue(owner, { host = '127.0.0.1', days = 365, madeOn } = {}) {
      const certificateFile = join(folder, `${owner}.pem`);
      const keyFile = join(folder, `${owner}.key`);
      const kind = /^[a-z]/.test(host) ? 'DNS' : 'IP';
      const parties = ['-subj', `/CN=${owner}`, '-CA', caFile, '-CAkey', caKey];
      const extensions = ['-addext', `subjectAltName=${kind}:${host}`, '-addext', 'basicConstraints=critical,CA:FALSE'];
      const files = ['-keyout', keyFile, '-out', certificateFile];
      openssl(['req', '-x509', ...newKey, ...parties, ...extensions, ...files, '-days', String(days)], madeOn);
      return { certificateFile, keyFile };
    },
  };
}
