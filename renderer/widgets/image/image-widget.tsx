import { Brush, Upload } from 'lucide-react';
import { useRef, useState, type ClipboardEvent, type DragEvent } from 'react';
import { PICTURE_MIME, thumbnailUrl, type PictureRef } from '../../api/pictures.ts';
import { showDialog } from '../../store/dialogs.ts';
import { t } from '../../text/text.ts';
import { names } from '../classes.ts';
import { ComboWidget } from '../combo/combo-widget.tsx';
import field from '../field.module.css';
import type { Widget, WidgetProps } from '../widget.ts';
import classes from './image.module.css';
import { pictureOf } from './picture-name.ts';
import { pictureAmong, uploadPicture } from './upload.ts';
import { textOf } from '../json-text.ts';

type State = { readonly text: string; readonly isError: boolean } | null;

/** A picture of the input folder: choose, drop, paste or upload it, and paint its mask. */
export function ImageWidget(props: WidgetProps<Widget<'combo'>>) {
  const { value, isMixed, isDisabled, variant, onChange } = props;
  const [state, setState] = useState<State>(null);
  const [isOver, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const picture = isMixed ? null : pictureOf(textOf(value));

  const upload = async (file: File) => {
    const { name } = file;
    setState({ text: t('widget.image.uploading', { name }), isError: false });
    try {
      onChange(await uploadPicture(file));
      setState(null);
    } catch (error) {
      const reason = error instanceof Error ? error.message : '';
      setState({ text: t('widget.image.failed', { name, reason }), isError: true });
    }
  };
  const take = (data: DataTransfer): boolean => {
    const own = data.getData(PICTURE_MIME);
    const file = pictureAmong(data);
    const [other] = data.files;
    if (own !== '') onChange(nameOf(JSON.parse(own) as PictureRef));
    else if (file) void upload(file);
    else if (other) {
      setState({ text: t('widget.image.notPicture', { name: other.name }), isError: true });
    } else return false;
    return true;
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (!isDisabled && take(event.dataTransfer)) stop(event);
  };
  const onDragOver = (event: DragEvent) => {
    if (isDisabled || !event.dataTransfer.types.some((type) => TAKEN.has(type))) return;
    stop(event);
    setOver(true);
  };
  const onPaste = (event: ClipboardEvent) => {
    if (!isDisabled && take(event.clipboardData)) stop(event);
  };
  return (
    <div
      className={names('nodrag', classes['image'], isOver && classes['over'])}
      onDrop={onDrop}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      onPaste={onPaste}
    >
      <div className={classes['line']}>
        <ComboWidget {...props} />
        <button
          type="button"
          className={field['small']}
          aria-label={t('widget.image.upload')}
          title={t('widget.image.upload')}
          disabled={isDisabled}
          onClick={() => chooser.current?.click()}
        >
          <Upload size={12} aria-hidden />
        </button>
        <button
          type="button"
          className={field['small']}
          aria-label={t('widget.image.mask')}
          title={t('widget.image.mask')}
          disabled={isDisabled || !picture}
          onClick={() => showDialog('mask', { value: textOf(value), onSaved: onChange })}
        >
          <Brush size={12} aria-hidden />
        </button>
        <input
          ref={chooser}
          type="file"
          accept="image/*"
          hidden
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void upload(file);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {state && (
        <p className={names(classes['state'], state.isError && classes['error'])} role="status">
          {state.text}
        </p>
      )}
      {variant !== 'node' && picture && (
        <img
          className={classes['thumbnail']}
          src={thumbnailUrl(picture, 216)}
          alt={picture.filename}
        />
      )}
    </div>
  );
}

const TAKEN: ReadonlySet<string> = new Set(['Files', PICTURE_MIME]);

function nameOf({ filename, subfolder, type }: PictureRef): string {
  const path = subfolder === '' ? filename : `${subfolder}/${filename}`;
  return type === 'input' ? path : `${path} [${type}]`;
}

/** Not the canvas's, which opens files that are dropped or pasted. */
function stop(event: { preventDefault(): void; stopPropagation(): void }): void {
  event.preventDefault();
  event.stopPropagation();
}
