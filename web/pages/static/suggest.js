// Completes what is typed: an editable combobox with a list (ARIA APG).
"use strict";
const box = document.getElementById("q");
const { form, dataset: texts } = box;
const { lang } = document.documentElement;
const rules = new Intl.PluralRules(lang);
const list = make("ul", { id: "q-list", role: "listbox", ariaLabel: texts.label });
const live = make("p", { role: "status", className: "unseen" });
let found = [], at = -1, timer, asking;

function make(tag, about) {
  return Object.assign(document.createElement(tag), about);
}

function count(noun, n) {
  const text = texts[noun + rules.select(n)] || texts[noun + "other"];
  return text.replace("{n}", n.toLocaleString(lang));
}

function point(place) {
  at = place;
  [...list.children].forEach((one, i) => { one.ariaSelected = i === at; });
  list.children[at]?.scrollIntoView({ block: "nearest" });
  box.setAttribute("aria-activedescendant", at < 0 ? "" : "q-" + at);
}

function unfold(isOpen) {
  list.hidden = !isOpen;
  box.ariaExpanded = isOpen;
  point(-1);
}

function show(some) {
  found = some;
  list.replaceChildren(...some.map((one, i) => {
    const option = make("li", { id: "q-" + i, role: "option", onclick: () => choose(one) });
    const about = one.id ? texts.title : one.count && count("hits", one.count);
    const text = make("span", { lang: "id", textContent: one.text });
    option.append(text, " ", make("small", { textContent: about }));
    return option;
  }));
  unfold(some.length > 0);
  live.textContent = some.length ? count("found", some.length) : "";
}

function cancel() {
  clearTimeout(timer);
  asking?.abort();
}

async function ask() {
  const { signal } = asking = new AbortController();
  let some = [];
  try {
    const answer = await fetch(texts.suggest + encodeURIComponent(box.value), { signal });
    if (answer.ok) some = (await answer.json()).completions;
  } catch {}
  if (!signal.aborted) show(some);
}

function choose({ text, id, html }) {
  unfold(false);
  if (id) return location.assign(html);
  box.value = text;
  form.requestSubmit();
}

function press(event) {
  const { key } = event, step = { ArrowDown: 1, ArrowUp: -1 }[key], isOpen = !list.hidden;
  if (event.isComposing) return;
  if (step && found.length) {
    const places = found.length + 1; // or the box
    if (!isOpen) unfold(true);
    point((at + 1 + step + places) % places - 1);
  } else if (isOpen && key === "Enter" && at >= 0) choose(found[at]);
  else if (isOpen && key === "Escape") unfold(false);
  else {
    if (/^(Home|End|Arrow)/.test(key)) point(-1);
    return;
  }
  event.preventDefault();
}

Object.assign(box, { role: "combobox", ariaAutoComplete: "list", onkeydown: press });
box.setAttribute("aria-controls", list.id);
form.append(list, live);
unfold(false);
list.onmousedown = (event) => event.preventDefault(); // the box keeps the focus
form.onsubmit = cancel;
box.onblur = () => { cancel(); unfold(false); };
box.oninput = () => { cancel(); timer = setTimeout(ask, 120); };
