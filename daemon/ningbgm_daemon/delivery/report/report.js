"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const facts = document.body.dataset;
  const duration = Number(facts.duration), fps = Number(facts.fps), nominal = Number(facts.nominal);
  const first = Number(facts.start), drops = facts.drop === "1";
  const film = $("film"), music = $("music"), axis = $("axis"), pane = $("window"), playhead = $("playhead");
  const hits = [...document.querySelectorAll(".hit")];
  const MAX_ZOOM = Math.max(4, Math.min(400, duration / 2));
  let zoom = 1, source = film || music, now = 0;

  // ---- time

  function timecode(frame) {
    let count = Math.max(0, Math.round(frame));
    if (drops) {
      const dropped = nominal / 15, ten = 600 * nominal - 9 * dropped, minute = 60 * nominal - dropped;
      const tens = Math.floor(count / ten), rest = count % ten;
      count += 9 * dropped * tens;
      if (rest >= 60 * nominal) count += dropped * (1 + Math.floor((rest - 60 * nominal) / minute));
    }
    const pad = (value) => String(value).padStart(2, "0");
    const seconds = Math.floor(count / nominal);
    return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}${drops ? ";" : ":"}${pad(count % nominal)}`;
  }

  function show(second) {
    now = Math.min(Math.max(second, 0), duration);
    playhead.style.left = `${100 * now / duration}%`;
    $("clock").textContent = timecode(first + Math.floor(now * fps + 0.01));
    for (const hit of hits) hit.classList.toggle("now", Math.abs(hit.dataset.second - now) < 0.6 / fps);
  }

  function seek(second) {
    now = Math.min(Math.max(second, 0), duration);
    try { source.currentTime = now; } catch { /* no metadata yet */ }
    show(now);
    follow(true);
  }

  // ---- playing

  function playing() { return source && !source.paused; }

  function toggle() {
    if (playing()) source.pause();
    else source.play().catch(() => fallBack());
  }

  function fallBack() {
    if (source === film && music) choose(music);
  }

  function choose(other) {
    if (!other || other === source) return;
    const was = playing();
    source.pause();
    source = other;
    $("music-only").checked = source === music;
    try { source.currentTime = now; } catch { /* no metadata yet */ }
    if (was) source.play().catch(() => {});
  }

  function withoutFilm() {
    document.querySelector(".screen").classList.add("none");
    document.querySelector(".stage").classList.add("alone");
    document.querySelectorAll(".choice").forEach((choice) => choice.remove());
    if (source === film) source = music;
  }

  function tick() {
    if (playing()) { show(source.currentTime); follow(false); }
    requestAnimationFrame(tick);
  }

  // ---- the axis

  const labelWidth = () => document.querySelector(".label").offsetWidth;
  const trackWidth = () => playhead.parentElement.offsetWidth;

  function setZoom(value, pivotX) {
    const width = pane.clientWidth - labelWidth();
    const pivot = pivotX ?? labelWidth() + Math.min(Math.max(now / duration * trackWidth() - pane.scrollLeft, 0), width);
    const share = (pane.scrollLeft + pivot - labelWidth()) / trackWidth();
    zoom = Math.min(Math.max(value, 1), MAX_ZOOM);
    axis.style.width = zoom === 1 ? "" : `${labelWidth() + width * zoom}px`;
    pane.scrollLeft = share * trackWidth() - pivot + labelWidth();
    drawRuler();
  }

  function follow(always) {
    const x = now / duration * trackWidth(), view = pane.clientWidth - labelWidth();
    const outside = x < pane.scrollLeft || x > pane.scrollLeft + view;
    if (outside && (always || playing())) pane.scrollLeft = x - view * 0.1;
  }

  function drawRuler() {
    const room = duration * 104 / trackWidth();
    const steps = [1 / fps, 2 / fps, 5 / fps, 10 / fps, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800];
    const step = steps.find((candidate) => candidate >= room) || 3600;
    const from = Math.max(0, Math.floor(pane.scrollLeft / trackWidth() * duration / step) - 1);
    const to = Math.min(duration / step, (pane.scrollLeft + pane.clientWidth) / trackWidth() * duration / step + 1);
    const marks = [];
    for (let i = from; i < to; i++) {
      const mark = document.createElement("span");
      mark.className = "tick";
      mark.style.left = `${100 * i * step / duration}%`;
      mark.textContent = timecode(first + i * step * fps);
      marks.push(mark);
    }
    $("ruler").replaceChildren(...marks);
  }

  function jump(direction) {
    const seconds = hits.map((hit) => Number(hit.dataset.second)).sort((a, b) => a - b);
    const margin = 0.6 / fps;
    const target = direction > 0 ? seconds.find((second) => second > now + margin)
      : seconds.reverse().find((second) => second < now - margin - (playing() ? 0.4 : 0));
    seek(target ?? (direction > 0 ? duration : 0));
  }

  // ---- the tooltip

  function tell(target, x, y) {
    const tip = $("tip");
    tip.hidden = !target;
    if (!target) return;
    tip.textContent = target.dataset.tip;
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.min(Math.max(x - box.width / 2, 12), innerWidth - box.width - 12)}px`;
    tip.style.top = `${y - box.height - 14 > 8 ? y - box.height - 14 : y + 20}px`;
  }

  document.addEventListener("pointermove", (event) => tell(event.target.closest?.("[data-tip]"), event.clientX, event.clientY));
  document.addEventListener("focusin", (event) => {
    const target = event.target.closest?.("[data-tip]");
    const box = target?.getBoundingClientRect();
    tell(target, box ? box.x + box.width / 2 : 0, box ? box.y : 0);
  });
  document.addEventListener("focusout", () => tell(null));
  document.addEventListener("pointerdown", (event) => { if (!event.target.closest?.("[data-tip]")) tell(null); });

  // ---- wires

  $("play").addEventListener("click", toggle);
  $("back").addEventListener("click", () => jump(-1));
  $("forward").addEventListener("click", () => jump(1));
  $("in").addEventListener("click", () => setZoom(zoom * 1.6));
  $("out").addEventListener("click", () => setZoom(zoom / 1.6));
  $("fit").addEventListener("click", () => setZoom(1));
  $("with-film").addEventListener("change", (event) => { choose(film); event.target.blur(); });
  $("music-only").addEventListener("change", (event) => { choose(music); event.target.blur(); });
  for (const player of [film, music]) {
    if (!player) continue;
    for (const name of ["play", "pause", "ended"]) {
      player.addEventListener(name, () => $("play").classList.toggle("on", playing()));
    }
  }
  if (film) film.addEventListener("error", withoutFilm); else withoutFilm();
  if (film && film.error) withoutFilm();
  document.addEventListener("click", (event) => {
    const at = event.target.closest?.("[data-second]");
    if (at) seek(Number(at.dataset.second));
  });
  axis.addEventListener("pointerdown", (event) => {
    const track = event.target.closest(".track");
    if (!track || event.target.closest("button") || event.button !== 0) return;
    const move = (moved) => {
      const box = track.getBoundingClientRect();
      seek((moved.clientX - box.left) / box.width * duration);
    };
    move(event);
    if (event.pointerType !== "mouse") return;
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", () => document.removeEventListener("pointermove", move), { once: true });
  });
  pane.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    setZoom(zoom * Math.exp(-event.deltaY / 260), event.clientX - pane.getBoundingClientRect().left);
  }, { passive: false });
  pane.addEventListener("scroll", drawRuler, { passive: true });
  addEventListener("resize", () => setZoom(zoom));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = { " ": toggle, ArrowLeft: () => jump(-1), ArrowRight: () => jump(1), Home: () => seek(0), End: () => seek(duration),
      "+": () => setZoom(zoom * 1.6), "=": () => setZoom(zoom * 1.6), "-": () => setZoom(zoom / 1.6), 0: () => setZoom(1) }[event.key];
    if (!act || (event.key === " " && event.target.closest?.("button:not(.hit), summary, a"))) return;
    event.preventDefault();
    act();
  });

  show(0);
  if (pane.clientWidth < 600) setZoom(2.5); else drawRuler();
  requestAnimationFrame(tick);
})();
