/** Short messages at the foot of the page. */
import { dismiss, notices } from "../state/notices";

export function Notices() {
  return (
    <div class="notices" aria-live="polite">
      {notices.value.map((notice) => (
        <div key={notice.id} class={`notice ${notice.kind}`} role={notice.kind === "failed" ? "alert" : "status"}>
          <p>{notice.text}{notice.remedy && <span> {notice.remedy}</span>}</p>
          <button type="button" aria-label="Close" onClick={() => dismiss(notice.id)}>×</button>
        </div>
      ))}
    </div>
  );
}
