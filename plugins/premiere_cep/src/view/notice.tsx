/** What came of it: well, or what is wrong and what to do. */

import type { Props } from "./app";

export function NoticeStrip({ panel, state }: Props) {
  const { notice } = state;
  if (!notice) return null;
  return (
    <section class={`strip notice ${notice.tone}`} role={notice.tone === "bad" ? "alert" : "status"}>
      <div class="row top">
        <div class="grow">
          <p class="sentence">{notice.sentence}</p>
          {notice.advice && <p class="advice">{withCommands(notice.advice)}</p>}
          {notice.details.map((detail) => (
            <p key={detail} class="dim">
              {detail}
            </p>
          ))}
        </div>
        <button type="button" class="quiet" aria-label="Close this message" onClick={() => panel.dismissNotice()}>
          ×
        </button>
      </div>
    </section>
  );
}

/** Music that is ready and does not lie yet. */
export function UnplacedStrip({ panel, state }: Props) {
  const { unplaced, work } = state;
  if (!unplaced || work) return null;
  return (
    <section class="strip notice note" aria-label="Music that is ready">
      <div class="row wrap">
        <p class="grow sentence">The music for {unplaced.sequenceName} is ready and does not lie there yet.</p>
        <button type="button" class="main" onClick={() => void panel.putDown()}>
          Put it down
        </button>
        <button type="button" onClick={() => panel.leaveUnplaced()}>
          Not now
        </button>
      </div>
    </section>
  );
}

/** What stands between backticks is shown as something to type. */
function withCommands(text: string) {
  return text.split("`").map((part, n) => (n % 2 === 1 ? <code key={part}>{part}</code> : part));
}
