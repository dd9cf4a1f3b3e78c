// Brings a report to life that stands in this document; ``signal`` ends it. Tells the document which dyad was chosen
// (stance:chosen, its number or null) and which sentence's judgements are shown (stance:shown, its number).
function followReport(signal) {
  "use strict";
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const card = $("#card"), body = $("#card-body"), reading = $("#reading"), all = $("#all");
  const sentences = $$(".s.judged").map((node) => ({
    node,
    top: node.dataset.level,
    levels: new Map(node.dataset.l.split(" ").map((item) => item.split(":"))),
  }));
  const plainHint = reading ? reading.textContent : "";
  let chosen = null, pinned = null, shown = null, timer = 0, quiet = false;

  function choose(dyad) {
    chosen = dyad === chosen ? null : dyad;
    const block = chosen === null ? null : $("#d" + chosen);
    document.body.classList.toggle("following", block !== null);
    $$("[aria-pressed]").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.dyad === chosen)));
    $$(".dyad").forEach((d) => { d.hidden = block !== null && d !== block; });
    if (block) block.open = true;
    if (all) all.hidden = block === null;
    let lines = 0;
    for (const { node, top, levels } of sentences) {
      const on = block !== null && levels.has(chosen);
      lines += on;
      node.dataset.level = on ? levels.get(chosen) : top;
      node.classList.toggle("off", block !== null && !on);
      for (const m of $$(".m[data-a]", node)) {
        m.classList.toggle("source", on && m.dataset.a === block.dataset.source);
        m.classList.toggle("target", on && m.dataset.a === block.dataset.target);
      }
    }
    if (reading) reading.textContent = block ? block.dataset.name + ": " + lines + (lines === 1 ? " line." : " lines.") : plainHint;
    hide();
    tell("stance:chosen", chosen);
  }

  function show(node) {
    clearTimeout(timer);
    if (shown === node) return;
    hide();
    shown = node;
    body.replaceChildren(...$("#t" + node.id.slice(1)).cloneNode(true).children);
    $$(".judgement", body).forEach((j) => j.classList.toggle("chosen", j.dataset.dyad === chosen));
    node.setAttribute("aria-expanded", "true");
    card.hidden = false;
    card.scrollTop = 0;
    tell("stance:shown", Number(node.id.slice(1)));
    place(node);
  }

  function place(node) {
    const lines = node.getClientRects(), first = lines[0], last = lines[lines.length - 1];
    const below = innerHeight - last.bottom - 14, height = card.offsetHeight;
    const top = height <= below || first.top < height + 14 ? Math.min(last.bottom + 9, innerHeight - height - 8) : first.top - height - 9;
    card.style.top = Math.max(8, top) + "px";
    card.style.left = Math.max(12, Math.min(last.left, innerWidth - card.offsetWidth - 16)) + "px";
  }

  function hide() {
    clearTimeout(timer);
    if (shown && card.contains(document.activeElement)) {
      quiet = true; // focus goes back to the sentence without opening its card again
      shown.focus({ preventScroll: true });
      quiet = false;
    }
    if (shown) shown.setAttribute("aria-expanded", "false");
    shown = pinned = null;
    card.hidden = true;
  }

  const later = (act, delay) => { clearTimeout(timer); timer = setTimeout(act, delay); };
  const leave = () => { if (!pinned) later(hide, 220); else clearTimeout(timer); };

  for (const { node } of sentences) {
    node.addEventListener("pointerenter", (e) => { if (e.pointerType === "mouse" && !pinned) later(() => show(node), 110); });
    node.addEventListener("pointerleave", (e) => { if (e.pointerType === "mouse") leave(); });
    node.addEventListener("focus", () => { if (!quiet && node.matches(":focus-visible") && pinned !== node) { pinned = null; show(node); } });
    node.addEventListener("blur", (e) => { if (!pinned && !card.contains(e.relatedTarget)) leave(); });
    node.addEventListener("click", () => toggle(node));
    node.addEventListener("keydown", (e) => {
      if (e.key === "Enter" || e.key === " ") {
        e.preventDefault();
        toggle(node);
        if (pinned) card.focus({ preventScroll: true });
      }
    });
  }
  function toggle(node) {
    if (pinned === node) return hide();
    pinned = null;
    show(node);
    pinned = node;
  }
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", leave);
  card.addEventListener("focusin", () => { clearTimeout(timer); pinned = shown; });
  $("#close").addEventListener("click", hide);
  addEventListener("scroll", () => { if (shown && !pinned) hide(); else if (shown) place(shown); }, { passive: true, signal });
  addEventListener("resize", () => { if (shown) place(shown); }, { signal });
  document.addEventListener("click", (e) => { if (pinned && !card.contains(e.target) && !e.target.closest(".s.judged")) hide(); }, { signal });
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    if (shown) hide(); else if (chosen !== null) choose(chosen);
  }, { signal });
  $$("button[data-dyad]").forEach((b) => b.addEventListener("click", () => choose(b.dataset.dyad)));
  if (all) all.addEventListener("click", () => choose(chosen));
  $$(".lines a").forEach((a) => a.addEventListener("click", (e) => {
    const node = $(a.getAttribute("href"));
    e.preventDefault();
    node.scrollIntoView({ block: "center" });
    node.focus({ preventScroll: true });
    toggle(node);
    e.stopPropagation();
  }));
  let opened = [];
  addEventListener("beforeprint", () => { opened = $$("details:not([open])"); opened.forEach((d) => { d.open = true; }); }, { signal });
  addEventListener("afterprint", () => opened.forEach((d) => { d.open = false; }), { signal });
}
