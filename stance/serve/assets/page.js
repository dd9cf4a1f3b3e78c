(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const setup = JSON.parse($("#setup").textContent);
  const STORE = "stance.corrections.1", KEY = "stance.key";
  const EXAMPLE = `Lake States Sign Ferry Pact as Moscow Objects

Kazakhstan and Azerbaijan signed an agreement on Monday to run freight ferries across the Caspian Sea. Azerbaijan praised Kazakhstan as a reliable partner and promised to pay for a new quay.

Russia condemned the agreement and accused Azerbaijan of shutting it out of the trade. "We expected to be asked," the Russian foreign ministry said. Kazakhstan declined to comment on the Russian complaint.

China offered both countries a loan for the ships. Azerbaijan thanked China, while Kazakhstan said it would study the offer. The European Union welcomed the pact and pledged technical aid to Kazakhstan.`;
  const field = (id) => $("#" + id);
  const text = field("text"), problem = field("problem"), status = field("status"), result = field("result");
  const number = new Intl.NumberFormat("en").format;
  const make = (tag, props = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children);
    return node;
  };
  let report = null, whole = "", busy = false, ending = new AbortController();

  // What the user coded, kept in this browser.
  const corrections = {
    all: new Map(),
    load() {
      try { this.all = new Map(JSON.parse(localStorage.getItem(STORE) || "[]")); } catch { this.all = new Map(); }
    },
    save() {
      try { localStorage.setItem(STORE, JSON.stringify([...this.all])); } catch {
        say("This browser does not keep data for this page: download your corrections before you close it.");
      }
    },
  };

  const say = (message) => { status.textContent = message; };
  const complain = (message) => {
    problem.textContent = message;
    text.toggleAttribute("aria-invalid", false);
    if (message) { field("entry").open = true; say(""); }
  };

  // The form.
  const length = (value) => { let n = 0; for (const _ of value) n += 1; return n; };
  function measure() {
    const n = length(text.value);
    field("size").textContent = number(n) + " of " + number(setup.article) + " characters";
    return n;
  }
  function fill(value, { name = "", format = "auto" } = {}) {
    text.value = value;
    for (const id of ["title", "date", "voice", "language"]) field(id).value = "";
    field("format").value = format;
    complain("");
    const n = measure();
    if (name) say(name + " opened, " + number(n) + " characters.");
    text.focus();
  }
  async function take(files) {
    if (files.length !== 1) return complain("One article at a time: found " + files.length + " files.");
    const [file] = files, suffix = (file.name.match(/\.(\w+)$/) || ["", ""])[1].toLowerCase();
    const formats = { txt: "txt", text: "txt", md: "md", markdown: "md", html: "html", htm: "html", json: "json" };
    if (!(suffix in formats)) return complain(file.name + ": expected a text, Markdown, HTML or JSON file.");
    if (file.size > 4 * setup.article + 1e6) return complain(file.name + " is too large: an article has at most " + number(setup.article) + " characters.");
    const data = await file.arrayBuffer();
    let value;
    try { value = new TextDecoder("utf-8", { fatal: true }).decode(data); } catch { value = new TextDecoder("windows-1252").decode(data); }
    if (value.includes("\0")) return complain(file.name + " is no text file.");
    fill(value, { name: file.name, format: formats[suffix] });
  }

  function asked() {
    const request = { text: text.value, format: field("format").value, sentiment: field("sentiment").checked };
    for (const id of ["title", "date", "voice", "language"]) if (field(id).value.trim()) request[id] = field(id).value.trim();
    return request;
  }
  async function read() {
    if (busy) return;
    if (!text.value.trim()) { complain("There is no text yet: paste an article, or open a file."); text.setAttribute("aria-invalid", "true"); return text.focus(); }
    busy = true;
    field("go").setAttribute("aria-disabled", "true");
    complain("");
    say("Reading …");
    const started = performance.now();
    try {
      const headers = { "Content-Type": "application/json" };
      if (setup.keyed) { headers["X-API-Key"] = field("key").value; sessionStorage.setItem(KEY, field("key").value); }
      const answer = await fetch("page/read", { method: "POST", headers, body: JSON.stringify(asked()) });
      const content = await answer.json();
      if (!answer.ok) return refuse(answer.status, content);
      show(content);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      say(number(report.sentences.length) + " sentences, " + number(report.predictions.length) + " judgements, in " + seconds + " s.");
    } catch (error) {
      complain(error instanceof TypeError ? "The service does not answer. Is it still running?" : "The answer cannot be shown: " + error.message);
    } finally {
      busy = false;
      field("go").removeAttribute("aria-disabled");
    }
  }
  function refuse(code, content) {
    complain([content.detail, ...(content.errors || [])].join("\n"));
    if (code === 401) return field("key").focus();
    text.setAttribute("aria-invalid", "true");
    text.focus();
  }

  // The report: what the service wrote, escaped there.
  function show({ report: found, html }) {
    ending.abort();
    ending = new AbortController();
    report = found;
    whole = html;
    // From the body on: styles and script of the report are part of this page already.
    const page = new DOMParser().parseFromString(html.slice(html.indexOf("<body>")), "text/html");
    const title = make("h2", { className: "title", tabIndex: -1 }, ...$("h1", page).childNodes);
    const save = make("p", { className: "save" },
      make("button", { type: "button", textContent: "Save this report as HTML", onclick: () => download(whole, "report.html", "text/html") }),
      make("button", { type: "button", textContent: "Save it as JSON", onclick: () => download(JSON.stringify(report, null, 2) + "\n", "report.json", "application/json") }));
    result.replaceChildren(title, $(".about", page), save, ...$("main", page).children);
    const both = make("section", { id: "both", hidden: true });
    both.setAttribute("aria-label", "Both directions");
    $("#summary").after(both);
    field("overlay").replaceChildren($("#details", page), $("#card", page));
    document.title = title.textContent + " · stance";
    if ($(".s.judged")) $("#reading").textContent += " Open a sentence to see its probabilities, and to correct its labels.";
    followReport(ending.signal);
    mark();
    field("entry").open = false;
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: "start" });
  }
  const nameOf = (code) => (code in report.actors ? report.actors[code].name : code);
  const level = (label) => Math.round(-2 + (4 * setup.labels.indexOf(label)) / Math.max(setup.labels.length - 1, 1));

  function bars(probabilities) {
    return make("ul", { className: "bars" }, ...setup.labels.map((label) => {
      const fill = make("i"), share = probabilities[label];
      fill.dataset.level = level(label);
      fill.style.width = (100 * share).toFixed(1) + "%";
      const frame = make("i", {}, fill);
      frame.setAttribute("aria-hidden", "true");
      return make("li", {}, make("span", { textContent: label }), frame, make("span", { textContent: Math.round(100 * share) + "%" }));
    }));
  }
  function mean(lines) {
    const sums = Object.fromEntries(setup.labels.map((label) => [label, 0]));
    for (const line of lines) for (const label of setup.labels) sums[label] += line.probabilities[label] / lines.length;
    return sums;
  }
  function way(source, target) {
    const at = report.dyads.findIndex((d) => d.source === source && d.target === target);
    const box = make("div", { className: "way" }, make("h3", { textContent: nameOf(source) + " → " + nameOf(target) }));
    if (at < 0) { box.append(make("p", { className: "none-said", textContent: "No line says anything in this direction." })); return box; }
    const block = field("d" + at), lines = report.dyads[at].evidence.map((place) => report.predictions[place]);
    const count = lines.length === 1 ? "Probabilities of its line" : "Mean probabilities of its " + lines.length + " lines";
    const quotes = make("ol", { className: "lines" }, ...$$(".lines li", block).slice(0, 2).map((line) => {
      const copy = line.cloneNode(true), link = $("a", copy);
      link.addEventListener("click", (e) => {
        e.preventDefault();
        e.stopPropagation();
        $(`.lines a[href="${link.getAttribute("href")}"]`, block).click();
      });
      return copy;
    }));
    box.append($(".chip", block).cloneNode(true), $(".facts", block).cloneNode(true), make("p", { className: "mean", textContent: count }), bars(mean(lines)), quotes);
    return box;
  }
  document.addEventListener("stance:chosen", ({ detail }) => {
    const both = field("both");
    both.hidden = detail === null;
    if (detail === null) return both.replaceChildren();
    const { source, target } = report.dyads[detail];
    both.replaceChildren(make("h2", { textContent: nameOf(source) + " and " + nameOf(target) + ", both ways" }),
      make("div", { className: "ways" }, way(source, target), way(target, source)));
  });

  // Corrections.
  function hash(value) { // FNV-1a: tells texts apart that share an id
    let h = 0x811c9dc5;
    for (const char of value) h = Math.imul(h ^ char.codePointAt(0), 0x01000193) >>> 0;
    return h.toString(16).padStart(8, "0");
  }
  const sentenceOf = (line) => report.sentences.find((s) => s.index === line.sentence);
  const idOf = (line) => [report.document.id, line.sentence, hash(sentenceOf(line).text), line.source + ">" + line.target].join(":");
  // Offsets count characters as Python does, not UTF-16 units: they are moved, and never used to cut text here.
  function spans(mentions, sentence) {
    return mentions.filter((m) => m.start >= sentence.start && m.end <= sentence.end).map((m) => [m.start - sentence.start, m.end - sentence.start]);
  }
  function example(line, label) {
    const sentence = sentenceOf(line), at = report.sentences.indexOf(sentence);
    return {
      id: idOf(line),
      text: sentence.text,
      source: line.source,
      target: line.target,
      label,
      context: report.sentences.slice(Math.max(at - setup.context, 0), at).map((s) => s.text),
      source_spans: spans(line.source_mentions, sentence),
      target_spans: spans(line.target_mentions, sentence),
      voice: line.voice,
      group: report.document.id,
      corpus: "corrections",
      predicted: line.label,
      model: report.model.name + " " + report.model.version,
    };
  }
  function decide(line, label) {
    if (label) corrections.all.set(idOf(line), { record: example(line, label), names: [nameOf(line.source), nameOf(line.target)] });
    else corrections.all.delete(idOf(line));
    corrections.save();
    list();
    mark();
    const pair = nameOf(line.source) + " → " + nameOf(line.target);
    say(label ? "Kept: " + pair + ", " + label + "." : "Removed: " + pair + ".");
  }
  document.addEventListener("stance:shown", ({ detail }) => {
    for (const box of $$("#card-body .judgement")) {
      const { source, target } = report.dyads[box.dataset.dyad];
      const line = report.predictions.find((p) => p.sentence === detail && p.source === source && p.target === target);
      const id = "fix-" + detail + "-" + box.dataset.dyad, kept = corrections.all.get(idOf(line));
      const choice = make("select", { id }, make("option", { value: "", textContent: "not coded" }),
        ...setup.labels.map((label) => make("option", { value: label, textContent: label === line.label ? label + " – the model is right" : label })));
      choice.value = kept ? kept.record.label : "";
      choice.setAttribute("aria-label", "Your label for " + source + " toward " + target);
      choice.addEventListener("change", () => decide(line, choice.value));
      box.append(make("p", { className: "fix" }, make("label", { htmlFor: id, textContent: "yours" }), choice));
    }
  });
  function mark() {
    if (!report) return;
    const kept = new Set(report.predictions.filter((line) => corrections.all.has(idOf(line))).map((line) => "s" + line.sentence));
    for (const node of $$(".s.judged")) node.classList.toggle("fixed", kept.has(node.id));
  }
  function list() {
    const rows = [...corrections.all].reverse().map(([id, { record, names }]) => {
      const same = record.label === record.predicted;
      const remove = make("button", { type: "button", textContent: "Remove", onclick: () => forget(id) });
      remove.setAttribute("aria-label", "Remove " + names.join(" → ") + ": " + record.text.slice(0, 60));
      const chip = make("span", { className: "chip", textContent: record.label });
      chip.dataset.level = level(record.label);
      return make("li", {},
        make("span", { className: "pair" }, names.join(" → ") + " ", chip,
          make("span", { className: "was", textContent: same ? "as the model says" : "the model says " + record.predicted })),
        make("span", { className: "said", textContent: record.text }), remove);
    });
    field("kept").replaceChildren(...rows);
    field("corrections").hidden = rows.length === 0;
  }
  function forget(id) {
    corrections.all.delete(id);
    corrections.save();
    list();
    mark();
    say("Removed.");
    ($("#kept button") || (field("entry").open ? text : $(".title") || text)).focus();
  }
  function download(content, name, type) {
    const address = URL.createObjectURL(new Blob([content], { type }));
    make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  field("form").addEventListener("submit", (e) => { e.preventDefault(); read(); });
  text.addEventListener("input", measure);
  text.addEventListener("keydown", (e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); read(); } });
  field("open").addEventListener("click", () => field("file").click());
  field("file").addEventListener("change", () => { take([...field("file").files]); field("file").value = ""; });
  field("example").addEventListener("click", () => fill(EXAMPLE, { format: "txt" }));
  field("download").addEventListener("click", () => {
    const lines = [...corrections.all.values()].map(({ record }) => JSON.stringify(record) + "\n");
    download(lines.join(""), "stance-corrections.jsonl", "application/jsonl");
    say(number(lines.length) + (lines.length === 1 ? " correction" : " corrections") + " written.");
  });
  field("forget").addEventListener("click", () => {
    if (!confirm("Remove all corrections from this browser?")) return;
    corrections.all.clear();
    corrections.save();
    list();
    mark();
    say("All corrections removed.");
    text.focus();
  });
  const carriesFiles = (e) => e.dataTransfer && [...e.dataTransfer.types].includes("Files");
  let depth = 0;
  const hover = (change) => { depth = Math.max(0, depth + change); field("drop").hidden = depth === 0; };
  addEventListener("dragenter", (e) => { if (carriesFiles(e)) hover(1); });
  addEventListener("dragleave", (e) => { if (carriesFiles(e)) hover(-1); });
  addEventListener("dragover", (e) => { if (carriesFiles(e)) e.preventDefault(); });
  addEventListener("drop", (e) => {
    if (!carriesFiles(e)) return;
    e.preventDefault();
    hover(-depth);
    field("entry").open = true;
    const files = [...e.dataTransfer.files];
    take(files);
  });
  addEventListener("storage", (e) => { if (e.key === STORE) { corrections.load(); list(); mark(); } });

  field("key-row").hidden = !setup.keyed;
  if (setup.keyed) field("key").value = sessionStorage.getItem(KEY) || "";
  corrections.load();
  list();
  measure();
})();
