// Makes pages nicer: suggestions while typing, and a form that is sent once. All works without.
"use strict";

const WAIT = 250;

function suggest(input) {
  const list = document.getElementById(input.getAttribute("list"));
  let timer = 0;
  let asked = "";
  input.addEventListener("input", () => {
    clearTimeout(timer);
    const text = input.value.trim();
    if (text.length < 2 || text === asked) return;
    timer = setTimeout(async () => {
      asked = text;
      const query = new URLSearchParams({ q: text, limit: "8", lang: document.documentElement.lang });
      const answer = await fetch(`${input.dataset.suggest}?${query}`).catch(() => null);
      if (!answer || !answer.ok || input.value.trim() !== text) return;
      const rows = await answer.json();
      const names = (rows.places || rows.plans).map((row) => row.near || row.name).filter(Boolean);
      list.replaceChildren(...[...new Set(names)].map((name) => new Option(name, name)));
    }, WAIT);
  });
}

document.querySelectorAll("input[data-suggest]").forEach(suggest);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // Coming back by the browser's history shows the page as it was.
  addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
});
