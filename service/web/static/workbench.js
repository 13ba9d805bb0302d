// Answers while facts are told. Without it the button "Check" does the same on a page of its own.
const facts = document.getElementById("facts");
const told = document.getElementById("told");
const PARTS = ["next", "answer"];
const PAUSE = 700; // milliseconds without a key
let asking = new AbortController();
let pressed = false;
let waiting = null;
let soon = null;

function filledIn(isLive) {
  const sent = new URLSearchParams(new FormData(facts));
  for (const name of ["once", "counted"]) sent.delete(name);
  if (isLive) sent.set("live", "yes");
  return sent;
}

// Of a value that is half typed nothing wrong is said yet: that comes when its field is left.
async function ask(isLive, isTyping = false) {
  clearTimeout(soon);
  asking.abort();
  asking = new AbortController();
  const options = { method: "POST", body: filledIn(isLive), redirect: "error", signal: asking.signal };
  try {
    const answer = await fetch(location.pathname, options);
    if (isTyping && answer.status === 422) return;
    if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (pressed) waiting = page;
    else show(page);
  } catch (error) {
    if (error.name !== "AbortError") say(told.dataset.failed);
  }
}

// What somebody reads, or is about to press, stays where it is.
function show(page) {
  waiting = null;
  const held = document.activeElement.id;
  const open = [...document.querySelectorAll("#next details[open], #answer details[open]")].map((each) => each.id);
  for (const id of PARTS) document.getElementById(id).replaceWith(page.getElementById(id));
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  for (const field of facts.querySelectorAll("[data-fact]")) mark(field, page);
  if (held && document.activeElement.id !== held) document.getElementById(held)?.focus();
  say(page.getElementById("told").textContent.trim());
}

// A fault stands at its field, and goes when it is put right.
function mark(field, page) {
  const found = page.querySelector(`[data-fact="${field.dataset.fact}"]`);
  field.querySelector(".fault")?.remove();
  const fault = found.querySelector(".fault");
  const at = `facts-${field.dataset.fact}`;
  const input = document.getElementById(at);
  if (fault) (field.querySelector(".chips") || input).before(fault);
  for (const name of ["aria-invalid", "aria-describedby"]) {
    const value = page.getElementById(at).getAttribute(name);
    if (value) input.setAttribute(name, value);
    else input.removeAttribute(name);
  }
}

function say(text) {
  const line = document.createElement("p");
  line.textContent = text;
  told.replaceChildren(line);
}

facts.addEventListener("change", () => ask(true));
facts.addEventListener("input", (event) => {
  clearTimeout(soon);
  if (event.target.matches("input:not([type])")) soon = setTimeout(() => ask(true, true), PAUSE);
});
facts.addEventListener("submit", (event) => {
  if (event.submitter && event.submitter.name) return; // another step, on its own page
  event.preventDefault();
  event.stopPropagation();
  ask(false);
});
addEventListener("pointerdown", () => { pressed = true; }, true);
for (const name of ["pointerup", "pointercancel"]) {
  addEventListener(name, () => {
    pressed = false;
    setTimeout(() => waiting && show(waiting));
  }, true);
}
