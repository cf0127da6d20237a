import { useEffect, useReducer, useState, type KeyboardEvent } from 'react';
import { closeDialog } from '../../store/dialogs.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { pictureOf } from '../image/picture-name.ts';
import { MaskCanvas } from './mask-canvas.tsx';
import { openMasked, saveMasked, type MaskedPicture } from './mask-files.ts';
import { MaskTools } from './mask-tools.tsx';
import classes from './mask.module.css';
import type { Brush } from './paint.ts';
import type { Painter } from './painter.ts';

interface MaskDialogProps {
  /** The picture, as a widget of LoadImage names it. */
  readonly value: string;
  /** Gets the name of the picture with its mask. */
  readonly onSaved: (value: string) => void;
}

const SIZE_STEP = 1.2;

/** Paints the mask of a picture. */
export default function MaskDialog({ value, onSaved }: MaskDialogProps) {
  const [picture, setPicture] = useState<MaskedPicture | null>(null);
  const [painter, setPainter] = useState<Painter | null>(null);
  const [brush, setBrush] = useState<Brush>(FIRST_BRUSH);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [, refresh] = useReducer((count: number) => count + 1, 0);

  useEffect(() => {
    let isGone = false;
    const open = async () => {
      try {
        const ref = pictureOf(value);
        const found = ref && (await openMasked(ref));
        if (isGone || !found) return;
        setPicture(found);
        const diameter = Math.max(8, Math.round(found.mask.width / 10));
        setBrush((old) => ({ ...old, diameter: Math.min(diameter, 512) }));
      } catch {
        if (!isGone) setProblem(t('mask.unreadable', { name: value }));
      }
    };
    void open();
    return () => {
      isGone = true;
    };
  }, [value]);

  const save = async () => {
    const ref = pictureOf(value);
    if (!painter || !ref) return;
    setSaving(true);
    try {
      onSaved(await saveMasked(ref, painter.mask));
      closeDialog();
    } catch (error) {
      const reason = error instanceof Error ? error.message : '';
      setProblem(t('mask.failed', { reason }));
      setSaving(false);
    }
  };
  const onKey = (event: KeyboardEvent) => {
    const work = keyWork(event);
    if (!work) return;
    event.preventDefault();
    event.stopPropagation();
    work();
  };
  const keyWork = (event: KeyboardEvent): (() => void) | undefined => {
    const isMod = event.ctrlKey || event.metaKey;
    const key = `${isMod ? 'mod+' : ''}${event.key.toLowerCase()}`;
    const resize = (factor: number) => () =>
      setBrush((old) => ({
        ...old,
        diameter: Math.min(512, Math.max(1, Math.round(old.diameter * factor))),
      }));
    const works: Readonly<Record<string, () => void>> = {
      '[': resize(1 / SIZE_STEP),
      ']': resize(SIZE_STEP),
      b: () => setBrush((old) => ({ ...old, isEraser: false })),
      e: () => setBrush((old) => ({ ...old, isEraser: true })),
      i: () => painter?.invert(),
      delete: () => painter?.fill(0),
      '+': () => painter?.zoom(SIZE_STEP),
      '=': () => painter?.zoom(SIZE_STEP),
      '-': () => painter?.zoom(1 / SIZE_STEP),
      '.': () => painter?.fit(),
      'mod+z': () => (event.shiftKey ? painter?.redo() : painter?.undo()),
      'mod+y': () => painter?.redo(),
      'mod+enter': () => void save(),
    };
    return works[key];
  };
  return (
    <Dialog
      title={t('mask.title')}
      description={t('mask.description')}
      isWide
      onClose={closeDialog}
      footer={
        <>
          <span className={classes['covered']} role="status">
            {problem ??
              (painter && t('mask.covered', { percent: Math.round(painter.covered * 100) }))}
          </span>
          <Button onClick={closeDialog}>{t('app.cancel')}</Button>
          <Button look="primary" disabled={!painter || isSaving} onClick={() => void save()}>
            {isSaving ? t('mask.saving') : t('mask.save')}
          </Button>
        </>
      }
    >
      <div className={classes['mask']}>
        <MaskTools brush={brush} painter={painter} onBrush={setBrush} />
        {picture && (
          <MaskCanvas
            picture={picture}
            brush={brush}
            label={t('mask.canvas', {
              name: value,
              width: picture.mask.width,
              height: picture.mask.height,
            })}
            onReady={setPainter}
            onChange={refresh}
            onKey={onKey}
          />
        )}
      </div>
    </Dialog>
  );
}

const FIRST_BRUSH: Brush = { diameter: 64, hardness: 0.8, opacity: 1, isEraser: false };
