(() => {
  "use strict";
  const $ = (selector) => document.querySelector(selector);
  const data = JSON.parse($("#data").textContent);
  const panel = $("#panel"), body = $("#panel-body"), heading = $("#h-panel"), tip = $("#tip");
  const unchosen = { heading: heading.textContent, body: [...body.childNodes] };
  const FIRST = 8; // articles shown before "show more"
  const GLYPHS = { "-2": "−−", "-1": "−", 0: "0", 1: "+", 2: "++" };
  let chosen = null;

  // Text from articles enters the page as text only: no markup is ever read from it.
  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== null) node.setAttribute(name, value);
    node.append(...children.filter((child) => child !== null));
    return node;
  };
  const level = (label) => {
    const place = data.labels.indexOf(label);
    return place < 0 ? 0 : Math.round(-2 + (4 * place) / Math.max(data.labels.length - 1, 1));
  };
  const percent = (share) => Math.round(100 * share) + "%";
  const count = (n, noun) => n.toLocaleString("en") + " " + noun + (n === 1 ? "" : "s");

  function shares(point) {
    if (!point.shares.some((share) => share > 0)) return [];
    const shown = data.labels.map((label, i) => [label, point.shares[i]]).filter(([, share]) => share > 0);
    const bar = make("div", { class: "shares", role: "img", "aria-label": "Share of judgements: " + shown.map(([l, s]) => l + " " + percent(s)).join(", ") });
    const keys = make("ul", { class: "keys", "aria-hidden": "true" });
    for (const [label, share] of shown) {
      const part = make("span", { "data-level": level(label) });
      part.style.flexGrow = share;
      bar.append(part);
      keys.append(make("li", {}, make("i", { "data-level": level(label) }), label + " " + percent(share)));
    }
    return [bar, keys];
  }

  function bars(line) {
    const list = make("ul", { class: "bars" });
    for (const [label, p] of Object.entries(line.p)) {
      const fill = make("i", { "data-level": level(label) });
      fill.style.width = 100 * p + "%";
      list.append(make("li", {}, make("span", {}, label), make("i", { "aria-hidden": "true" }, fill), make("span", {}, percent(p))));
    }
    return list;
  }

  function judged(line, point) {
    const text = make("q", {});
    for (const [piece, role] of line.pieces) {
      text.append(role ? make("span", { class: "m " + role, title: role }, piece) : piece);
    }
    const other = line.dyad.split(" → ").join("-") === point.dyad ? "" : line.dyad + " · ";
    const meta = other + line.label + " " + percent(line.p[line.label] || 0) + " · score " + line.score + " · " + line.voice + (line.printed > 1 ? " · printed " + line.printed + " times" : "");
    return make("li", { "data-level": level(line.label) },
      make("b", { class: "g", "aria-hidden": "true" }, GLYPHS[level(line.label)]), text,
      make("span", { class: "meta" }, meta),
      make("details", {}, make("summary", {}, "Probabilities and place in the source"), bars(line),
        make("p", { class: "note offsets" }, "Sentence " + line.sentence + ", " + line.offsets)));
  }

  function article(lines, point) {
    const first = lines[0];
    const name = first.title || first.document;
    const title = first.link ? make("a", { href: first.link, rel: "noopener noreferrer" }, name) : name;
    const meta = [first.outlet, first.date, first.title ? first.document : "", first.origin, first.link ? "" : first.url];
    return make("div", { class: "article" }, make("h3", {}, title),
      make("p", { class: "meta" }, meta.filter(Boolean).join(" · ")),
      make("ol", { class: "lines" }, ...lines.map((line) => judged(line, point))));
  }

  function articles(point) {
    const groups = new Map();
    for (const line of point.lines) {
      const key = line.document + "\n" + line.origin;
      groups.set(key, [...(groups.get(key) || []), line]);
    }
    return [...groups.values()];
  }

  function said(point) {
    if (!data.read) return "The sentences are not in this page: draw it with --run and the folder of the batch run.";
    if (!point.total) return "The run holds no sentence of this dyad and period.";
    if (!point.lines.length) return count(point.total, "sentence") + " in the run; left out here, as the page has reached its size limit.";
    if (point.lines.length < point.total) return "The " + count(point.lines.length, "strongest sentence") + " of " + point.total.toLocaleString("en") + ", by article.";
    return count(point.total, "sentence") + ", strongest first, by article.";
  }

  function show(id) {
    const point = data.points[id];
    const list = make("div", {});
    const groups = articles(point);
    const add = (from, to) => groups.slice(from, to).forEach((lines) => list.append(article(lines, point)));
    add(0, FIRST);
    const more = groups.length > FIRST ? make("button", { type: "button", id: "more" }, "Show " + count(groups.length - FIRST, "further article")) : null;
    if (more) more.addEventListener("click", () => { add(FIRST); more.remove(); });
    const back = make("button", { type: "button", id: "back" }, "↑ Back to the figure");
    back.addEventListener("click", () => { const node = current(); if (node) node.focus(); $("#figure").scrollIntoView(); });
    heading.textContent = point.names;
    body.replaceChildren(
      back, make("p", { class: "when" }, point.period),
      make("dl", { class: "facts" }, ...point.facts.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)))),
      ...(point.few ? [make("p", { class: "sure" }, "Few articles: read this value with care.")] : []),
      ...shares(point), make("p", { class: "note" }, said(point)), list, ...(more ? [more] : []));
    panel.scrollTop = 0;
  }

  const marks = [...document.querySelectorAll("[data-point]")];
  const drawing = () => [...document.querySelectorAll("#figure svg")].find((svg) => svg.getBoundingClientRect().width > 0);
  const points = () => [...drawing().querySelectorAll("[data-point]")];
  const current = () => points().find((node) => node.dataset.point === chosen) || points()[0];

  function choose(id) {
    chosen = id;
    for (const node of marks) node.setAttribute("aria-pressed", String(node.dataset.point === id));
    if (id === null) {
      heading.textContent = unchosen.heading;
      body.replaceChildren(...unchosen.body);
    } else {
      show(id);
    }
  }

  function open(node) {
    choose(node.dataset.point);
    roam(node);
    hide();
    if (matchMedia("(max-width: 1060px)").matches) {
      panel.focus({ preventScroll: true });
      panel.scrollIntoView();
    }
  }

  // One point of a drawing is in the tab order; arrow keys move to the nearest in their direction.
  function roam(node) {
    if (!node.ownerSVGElement) return;
    for (const other of node.ownerSVGElement.querySelectorAll("[data-point]")) other.setAttribute("tabindex", other === node ? "0" : "-1");
  }
  const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const centre = (node) => { const box = node.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
  function nearest(node, [dx, dy]) {
    const [x, y] = centre(node);
    let best = null, least = Infinity;
    for (const other of points()) {
      const [a, b] = centre(other);
      const ahead = (a - x) * dx + (b - y) * dy, aside = Math.abs((a - x) * dy) + Math.abs((b - y) * dx);
      const far = ahead + (dx ? 0.35 : 2.5) * aside;
      if (other !== node && ahead > 1 && far < least) [best, least] = [other, far];
    }
    return best;
  }

  function tell(node) {
    tip.textContent = node.getAttribute("aria-label");
    tip.hidden = false;
    const box = node.getBoundingClientRect(), own = tip.getBoundingClientRect();
    tip.style.left = Math.max(8, Math.min(box.x + box.width / 2 - own.width / 2, innerWidth - own.width - 8)) + "px";
    tip.style.top = (box.y - own.height - 8 > 0 ? box.y - own.height - 8 : box.bottom + 8) + "px";
  }
  const hide = () => { tip.hidden = true; };

  for (const node of marks) {
    node.addEventListener("click", () => open(node));
    if (!node.ownerSVGElement) continue;
    node.addEventListener("pointerenter", (e) => { if (e.pointerType === "mouse") tell(node); });
    node.addEventListener("pointerleave", hide);
    node.addEventListener("focus", () => { if (node.matches(":focus-visible")) tell(node); });
    node.addEventListener("blur", hide);
    node.addEventListener("keydown", (e) => {
      const step = STEPS[e.key], all = points();
      const next = step ? nearest(node, step) : e.key === "Home" ? all[0] : e.key === "End" ? all[all.length - 1] : null;
      if (e.key === "Enter" || e.key === " ") open(node);
      else if (next) { roam(next); next.focus(); }
      if (step || next || e.key === "Enter" || e.key === " ") e.preventDefault();
    });
  }
  for (const svg of document.querySelectorAll("#figure svg")) {
    const first = svg.querySelector("[data-point]");
    if (first) roam(first);
  }
  addEventListener("scroll", hide, { passive: true });
  document.addEventListener("keydown", (e) => { if (e.key === "Escape") { hide(); if (chosen !== null) { const node = current(); choose(null); node.focus({ preventScroll: true }); } } });
})();
