/**
 * The certificates of the settings, read from their files and proved usable before a connection is made with them.
 *
 * They are read anew for each request, because they are replaced while the kiosk runs; as long as nothing changed the same
 * material is answered, so that connections stay open.
 */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { TlsSettings } from './access-settings.ts';
import { openPrivateKey } from './private-key.ts';

type TlsFile = keyof TlsSettings;

export interface TlsMaterial {
  readonly ca?: string;
  readonly certificate?: string;
  /** PEM, opened. */
  readonly key?: string;
  /** When our certificate, or one that it hangs on, ends. */
  readonly endsAtMs: number | null;
}

/** `other-certificate`: a good key, of another certificate. */
export type TlsFileProblem = Readonly<{
  kind: 'tls-file';
  file: TlsFile;
  because: 'unreadable' | 'not-usable' | 'other-certificate';
}>;

type Texts = Partial<Record<TlsFile, string>>;

interface TlsFiles {
  read(): Promise<Result<TlsMaterial | null, TlsFileProblem>>;
}

export function tlsFiles(settings: TlsSettings | undefined): TlsFiles {
  let last: { readonly said: string; readonly material: Result<TlsMaterial, TlsFileProblem> } | null = null;
  return {
    async read() {
      if (settings === undefined) return ok(null);
      const texts = await readTexts(settings);
      if (!texts.ok) return texts;
      const said = JSON.stringify(texts.value);
      if (last?.said !== said) last = { said, material: materialOf(texts.value) };
      return last.material;
    },
  };
}

async function readTexts(settings: TlsSettings): Promise<Result<Texts, TlsFileProblem>> {
  const texts: Texts = {};
  for (const file of ['caFile', 'certificateFile', 'keyFile', 'passphraseFile'] as const) {
    const path = settings[file];
    if (path === undefined) continue;
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) return refuse({ kind: 'tls-file', file, because: 'unreadable' });
    texts[file] = text;
  }
  return ok(texts);
}

function materialOf({ caFile, certificateFile, keyFile, passphraseFile }: Texts): Result<TlsMaterial, TlsFileProblem> {
  if (caFile !== undefined && certificatesIn(caFile) === null) return notUsable('caFile');
  if (certificateFile === undefined || keyFile === undefined) {
    return ok({ ...(caFile === undefined ? {} : { ca: caFile }), endsAtMs: null });
  }
  const chain = certificatesIn(certificateFile);
  const [own] = chain ?? [];
  if (chain === null || own === undefined) return notUsable('certificateFile');
  const key = openPrivateKey(keyFile, passphraseFile?.replace(/\r?\n$/, ''));
  if (key === null) return notUsable(passphraseFile === undefined ? 'keyFile' : 'passphraseFile');
  if (!own.checkPrivateKey(key)) return refuse({ kind: 'tls-file', file: 'keyFile', because: 'other-certificate' });
  return ok({
    ...(caFile === undefined ? {} : { ca: caFile }),
    certificate: certificateFile,
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    endsAtMs: Math.min(...chain.map(({ validTo }) => Date.parse(validTo))),
  });
}

const notUsable = (file: TlsFile) => refuse({ kind: 'tls-file', file, because: 'not-usable' } as const);

/** Null when there is none, or one of them is not right. */
function certificatesIn(pem: string): readonly X509Certificate[] | null {
  const parts = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return parts.length === 0 ? null : parts.map((part) => new X509Certificate(part));
  } catch {
    return null;
  }
}
