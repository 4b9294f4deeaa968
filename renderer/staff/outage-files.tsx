/** The files that a list may be loaded from. */
import { Button } from 'nhsuk-react-components';
import type { ImportFile, OutageView } from '../../electron/staff-api.ts';
import { outageWords } from '../words/outage-words.ts';
import { IgnoreScans } from './ignore-scans.tsx';
import type { Act } from './staff-act.ts';

interface OutageFilesProps {
  readonly outage: Pick<OutageView, 'files' | 'isFolderThere'>;
  readonly act: Act;
  readonly onLoad: (file: ImportFile) => void;
}

export function OutageFiles({ outage: { files, isFolderThere }, act, onLoad }: OutageFilesProps) {
  if (files === null) return <p>{outageWords.noFolder}</p>;
  return (
    <>
      {isFolderThere ? null : <p>{outageWords.folderGone}</p>}
      {isFolderThere && files.length === 0 ? <p>{outageWords.noFiles}</p> : null}
      {files.length === 0 ? null : (
        <ul className="app-outage__files">
          {files.map((file, at) => (
            <li key={file.name}>
              <div id={`file-${at}`}>
                <strong>{file.name}</strong>
                <br />
                {outageWords.file(file)}
              </div>
              <Button type="button" secondary aria-label={outageWords.loadFile(file.name)} onClick={() => onLoad(file)}>
                {outageWords.load}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Button type="button" secondary onClick={() => void act({ kind: 'look-for-files' })}>
        {outageWords.lookAgain}
      </Button>
      <IgnoreScans />
    </>
  );
}
