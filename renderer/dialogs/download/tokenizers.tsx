import { useEffect, useState } from 'react';
import type { TokenizerList, TokenizerOffer } from '../../../electron/protocol/downloads.ts';
import { getJson } from '../../api/http.ts';
import { told } from '../../api/told.ts';
import { closeDialog } from '../../store/dialogs.ts';
import { startDownload, useDownloads } from '../../store/downloads.ts';
import { t } from '../../text/text.ts';
import { shownBytes } from '../../text/units.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DownloadItem } from './download-item.tsx';
import classes from './download.module.css';

/** What each vocabulary is, where it comes from and what its bytes must be; a click fetches it. */
export default function Tokenizers() {
  const [offers, setOffers] = useState<readonly TokenizerOffer[] | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const fail = (error: unknown) => setFault(told(error));
  useEffect(() => {
    getJson('/studio/tokenizers').then(
      (answer) => setOffers((answer as unknown as TokenizerList).tokenizers),
      fail,
    );
  }, []);
  return (
    <Dialog
      isWide
      title={t('tokenizers.title')}
      description={t('tokenizers.about', { host: 'huggingface.co' })}
      onClose={closeDialog}
      footer={<Button onClick={closeDialog}>{t('download.close')}</Button>}
    >
      {fault !== null && (
        <p className={classes['error']} role="alert">
          {fault}
        </p>
      )}
      {offers === null && fault === null && <p role="status">{t('tokenizers.asking')}</p>}
      <ul>
        {offers?.map((offer) => (
          <Offer key={offer.folder} offer={offer} onFault={fail} />
        ))}
      </ul>
    </Dialog>
  );
}

interface OfferProps {
  readonly offer: TokenizerOffer;
  readonly onFault: (error: unknown) => void;
}

function Offer({ offer, onFault }: OfferProps) {
  const { file, use, bytes, repo, licence, sha256, isThere, request } = offer;
  const download = useDownloads(({ downloads }) =>
    downloads.find(({ folder, name }) => folder === request.folder && name === request.name),
  );
  const isHere = isThere || download?.state === 'done';
  return (
    <li className={classes['item']}>
      <div className={classes['line']}>
        <span className={classes['name']}>{t('tokenizers.use', { file, use })}</span>
        {isHere ? (
          t('tokenizers.isThere')
        ) : (
          <Button
            isSmall
            disabled={download !== undefined}
            onClick={() => void startDownload(request).catch(onFault)}
          >
            {t('tokenizers.fetch')}
          </Button>
        )}
      </div>
      <p className={classes['state']}>
        {t('tokenizers.facts', { size: shownBytes(bytes), repo, licence })}
      </p>
      <p className={classes['state']}>{t('tokenizers.checksum', { sha256 })}</p>
      {download && download.state !== 'done' && (
        <ul>
          <DownloadItem download={download} />
        </ul>
      )}
    </li>
  );
}
