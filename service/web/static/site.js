// Makes pages nicer: suggestions while typing, a form that is sent once, text that grows in place. All
// works without.
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

// In a form of several parts the Enter key presses the button of its own part, which comes next.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || field.tagName !== "INPUT" || field.form?.id !== "parts") return;
  event.preventDefault();
  const isNext = (each) => field.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING;
  [...field.form.querySelectorAll("[name=do]")].find(isNext)?.click();
});

let typedIn = null;
document.addEventListener("input", (event) => (typedIn = event.target.form));

// The size changes where it is; any small page takes the cookie.
function resize(chosen) {
  document.documentElement.dataset.text = chosen.dataset.size;
  document.querySelectorAll("[data-size]").forEach((each) => each.removeAttribute("aria-current"));
  chosen.setAttribute("aria-current", "true");
  // Also where another page is opened at once.
  fetch(`/elsewhere?text=${chosen.dataset.size}`, { keepalive: true }).catch(() => null);
}

// The language is asked for with the form in which somebody typed, which comes back in it.
function sendAlong(link) {
  const button = document.createElement("button");
  const address = new URL(link.href);
  button.hidden = button.formNoValidate = true;
  if (typedIn.method === "get") {
    button.setAttribute("formaction", location.pathname);
    [button.name, button.value] = ["lang", link.lang];
  } else {
    [button.name, button.value] = ["so_far", "yes"];
    button.setAttribute("formaction", address);
    button.setAttribute("formmethod", "post");
  }
  typedIn.append(button);
  button.click();
}

document.addEventListener("click", (event) => {
  const chosen = event.target.closest(".set");
  if (!chosen || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (chosen.dataset.size) {
    event.preventDefault();
    resize(chosen);
  } else if (chosen.href && typedIn) {
    event.preventDefault();
    sendAlong(chosen);
  }
});
