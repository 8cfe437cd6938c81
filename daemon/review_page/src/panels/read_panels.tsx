/** Panels that are read: scene, brief, verdict, what changed, files, jobs. */
import type { Axis, Comparison, Cue, DeliveredFile, SceneRecord } from "../api/shapes";
import { rateOf } from "../api/shapes";
import { reveal } from "../state/hits";
import { editionName } from "../state/edition";
import type { Room } from "../state/room";
import { timecode } from "../time/timecode";
import { Linked } from "./agents_panel";
import { Loaded } from "./loaded";
import { Progress } from "./progress";

const FIELDS: readonly [string, string][] = [
  ["time", "Time"], ["subject", "Subject"], ["mood", "Mood"], ["voice_content", "Voice"], ["voice_style", "Voice style"],
  ["background", "Background"], ["background_style", "Background style"], ["background_sound", "Sound"], ["background_sound_style", "Sound style"],
];

export function ScenePanel({ room }: { room: Room }) {
  const { review } = room;
  const axis = review.axis.value;
  if (axis === null) return null;
  const under = axis.records.findIndex((record) => record.start <= review.transport.frame.value && review.transport.frame.value < record.end);
  const index = review.recordIndex.value ?? Math.max(under, 0);
  const record = axis.records[index];
  if (!record) return <p class="empty">No scene was read.</p>;
  return (
    <div class="scene-panel">
      <div class="chooser" role="listbox" aria-label="Scenes">
        {axis.records.slice(0, 400).map((other, number) => (
          <button key={number} type="button" role="option" aria-selected={number === index} title={other.fields["mood"]} onClick={() => { review.recordIndex.value = number; review.transport.seek(other.start); reveal(review, other.start); }}>{number + 1}</button>
        ))}
      </div>
      <Record record={record} axis={axis} />
    </div>
  );
}

function Record({ record, axis }: { record: SceneRecord; axis: Axis }) {
  const rate = rateOf(axis);
  return (
    <>
      <p class="facts"><span><b>{timecode(record.start + axis.start_frame, rate)}</b> – {timecode(record.end + axis.start_frame, rate)}</span><span>{record.role}{record.wanted_silence ? " · no music wanted" : ""}</span></p>
      <dl class="fields">
        {FIELDS.map(([field, name]) => <div key={field}><dt>{name}</dt><dd>{record.fields[field] || "–"}</dd></div>)}
        <div><dt>Feeling</dt><dd>valence {record.valence.toFixed(2)} · arousal {record.arousal.toFixed(2)} · tension {record.tension.toFixed(2)}</dd></div>
      </dl>
      {record.evidence.length > 0 && <h3>Evidence</h3>}
      <ul class="evidence">
        {record.evidence.map((item, index) => <li key={index}><b>{item.field}</b> <span class="soft">{item.source}, {Math.round(item.confidence * 100)} %</span><br />{item.why}</li>)}
      </ul>
    </>
  );
}

export function VerdictPanel({ room }: { room: Room }) {
  const axis = room.review.axis.value;
  if (axis === null) return null;
  const { passed, findings } = axis.verdict;
  return (
    <div class="verdict-panel">
      <p class={`headline ${passed ? "good" : "bad"}`}>{passed ? "Everything that was measured holds." : "Something that was measured does not hold."}</p>
      <ul class="findings">
        {findings.map((finding, index) => (
          <li key={index} class={finding.severity}>
            <span class="severity">{finding.severity}</span> <Linked room={room} text={finding.sentence} axis={axis} />
            {finding.where && <button type="button" class="place" onClick={() => { room.review.transport.seek(finding.where![0]); reveal(room.review, finding.where![0]); }}>{timecode(finding.where[0] + axis.start_frame, rateOf(axis))}</button>}
          </li>
        ))}
      </ul>
      <h3>Measured</h3>
      <table>
        <thead><tr><th>Cue</th><th>Hits within one frame</th><th>Worst</th><th>Loudness</th></tr></thead>
        <tbody>{axis.cues.map((cue) => <Measured key={cue.cue_id} cue={cue} framesPerS={axis.rate[0] / axis.rate[1]} />)}</tbody>
      </table>
    </div>
  );
}

function Measured({ cue, framesPerS }: { cue: Cue; framesPerS: number }) {
  const errors = cue.hits.flatMap((hit) => (hit.error_ms === null ? [] : [Math.abs((hit.error_ms / 1000) * framesPerS)]));
  const met = errors.filter((frames) => frames <= 1).length;
  return (
    <tr>
      <td>{cue.cue_id}</td>
      <td class={met === errors.length ? "good" : "bad"}>{met} of {errors.length}{errors.length < cue.hits.length && <small> · {cue.hits.length - errors.length} without an onset</small>}</td>
      <td>{errors.length > 0 ? `${Math.max(...errors).toFixed(2)} f` : "–"}</td>
      <td>{cue.loudness_lufs === null ? "–" : `${cue.loudness_lufs.toFixed(1)} LUFS`}</td>
    </tr>
  );
}

export function BriefPanel({ room }: { room: Room }) {
  const axis = room.review.axis.value;
  if (axis === null) return null;
  return (
    <div class="brief">
      <p class="facts"><span>Wish: {axis.wish || "none; all was derived from the film"}</span><span class="soft">palette {axis.palette} · seed {axis.seed}</span></p>
      <Told value={axis.brief} />
    </div>
  );
}

/** Any document as lists of names and values. */
function Told({ value }: { value: unknown }) {
  if (value === null || value === undefined || value === "") return <span class="soft">–</span>;
  if (Array.isArray(value)) {
    if (value.length === 0) return <span class="soft">none</span>;
    return value.every((item) => typeof item !== "object" || item === null) ? <>{value.join(", ")}</> : <ul>{value.map((item, index) => <li key={index}><Told value={item} /></li>)}</ul>;
  }
  if (typeof value === "object") {
    return <dl class="fields">{Object.entries(value).map(([name, inner]) => <div key={name}><dt>{name.replaceAll("_", " ")}</dt><dd><Told value={inner} /></dd></div>)}</dl>;
  }
  return <>{typeof value === "boolean" ? (value ? "yes" : "no") : String(value)}</>;
}

export function ComparePanel({ room }: { room: Room }) {
  const { review } = room;
  const { A, B } = review.editions.value;
  const comparison = review.comparison.value;
  const variations = review.axis.value?.variations ?? 1;
  if (A === null || B === null) return <p class="empty">Choose a second state beside “A/B” above, and switch between the two with the key B: same playhead, no gap.</p>;
  return (
    <div class="compare">
      <p class="facts"><span><b class="side-A">A</b> {editionName(A, variations)}</span><span><b class="side-B">B</b> {editionName(B, variations)}</span></p>
      {comparison === null ? <p class="soft">Two variations of the same film: listen.</p> : <Changes room={room} comparison={comparison} />}
      <button type="button" onClick={() => { review.heard.value = "A"; void review.show("B", null); }}>Stop comparing</button>
    </div>
  );
}

function Changes({ room, comparison }: { room: Room; comparison: Comparison }) {
  const axis = room.review.axis.value!;
  return (
    <>
      <h3>From revision {comparison.from} to {comparison.to}</h3>
      <ul class="findings">
        {comparison.cues.map((cue) => <li key={cue.cue_id} class={cue.decision}><span class="severity">{cue.decision}</span> <Linked room={room} text={cue.sentence} axis={axis} /></li>)}
        {comparison.changes.map((change, index) => <li key={index}><span class="severity">{change.kind}</span> {change.lane}: {change.name}</li>)}
        {comparison.notes.map((note) => <li key={note}>{note}</li>)}
      </ul>
    </>
  );
}

export function FilesPanel({ room }: { room: Room }) {
  const edition = room.review.edition.value;
  if (edition === null) return null;
  const base = `/review/media/scores/${room.review.id}/revisions/${edition.revision}/files/`;
  const variation = edition.variation > 1 ? `&variation=${edition.variation}` : "";
  return (
    <Loaded<DeliveredFile[]> door={room.door} path={room.review.address("files", edition)}>
      {(files) => (
        <ul class="files">
          {files.map((file) => (
            <li key={file.path}>
              <a href={room.door.media(base + file.path.split("/").map(encodeURIComponent).join("/")) + variation} download>{file.path}</a>
              <small class="soft">{sizeOf(file.size_bytes)} · {file.sentence}</small>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}

export function JobsPanel({ room }: { room: Room }) {
  const jobs = room.jobs.all.value;
  return <div class="jobs">{jobs.length === 0 ? <p class="empty">No jobs.</p> : jobs.map((job) => <Progress key={job.name} room={room} job={job} />)}</div>;
}

function sizeOf(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
