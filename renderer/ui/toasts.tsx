import { TriangleAlert, X } from 'lucide-react';
import {
  dismissNotice,
  holdNotice,
  resumeNotice,
  useNotices,
  type Notice,
} from '../store/notices.ts';
import { useLayout } from '../store/layout.ts';
import { usePanelSizes } from '../store/use-panel-sizes.ts';
import { t } from '../text/text.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import classes from './toasts.module.css';

/** The closed drawer. */
const BAR_PX = 34;

/** Notices at the bottom of the view, and the words for screen readers. */
export function Toasts() {
  const notices = useNotices((state) => state.notices);
  const said = useNotices((state) => state.said);
  const place = useCanvasEdges();
  return (
    <>
      <div
        className={classes['region']}
        style={place}
        role="region"
        aria-label={t('notice.region')}
      >
        {notices.map((notice) => (
          <Toast key={notice.id} notice={notice} />
        ))}
      </div>
      <p className="visually-hidden" role="status" aria-live="polite">
        <span key={said.count}>{said.text}</span>
      </p>
    </>
  );
}

/** What of the view the drawer and the right panel take. */
function useCanvasEdges(): { bottom: number; right: number } {
  const isGraph = useLayout(({ view }) => view === 'graph');
  const isDrawerOpen = useLayout((state) => state.isDrawerOpen);
  const { rightWidth, drawerHeight } = usePanelSizes();
  if (!isGraph) return { bottom: 0, right: 0 };
  return { bottom: isDrawerOpen ? drawerHeight : BAR_PX, right: rightWidth };
}

function Toast({ notice: { id, kind, text, action } }: { readonly notice: Notice }) {
  const isError = kind === 'error';
  return (
    <div
      className={[classes['toast'], isError && classes['error']].filter(Boolean).join(' ')}
      role={isError ? 'alert' : 'status'}
      onPointerEnter={() => holdNotice(id)}
      onPointerLeave={() => resumeNotice(id)}
      onFocus={() => holdNotice(id)}
      onBlur={() => resumeNotice(id)}
    >
      {isError && <TriangleAlert size={16} strokeWidth={1.5} aria-hidden />}
      <span className={classes['text']}>{text}</span>
      {action && (
        <Button
          isSmall
          onClick={() => {
            dismissNotice(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton isSmall icon={X} label={t('notice.close')} onClick={() => dismissNotice(id)} />
    </div>
  );
}
