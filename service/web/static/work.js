// Warns before a session ends, and prolongs it on demand. Without it the page says when it ends.
"use strict";

const WARN_SECONDS = 300;
const LOOK_EVERY = 1000;

const session = document.getElementById("session");
const parts = ["soon", "last", "over"].map((name) => document.getElementById(`session-${name}`));
let ends = 0;
let last = 0;

function told(seconds, most) {
  ends = Date.now() + seconds * 1000;
  last = Date.now() + most * 1000;
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });
  document.getElementById("session-until").textContent = time.format(ends);
  look();
}

function show(name) {
  for (const part of parts) part.hidden = part.id !== `session-${name}`;
}

function look() {
  const left = ends - Date.now();
  if (left <= 0) show("over");
  else if (left > WARN_SECONDS * 1000) show("none");
  else show(last - ends > LOOK_EVERY ? "soon" : "last");
}

async function prolong() {
  const body = new URLSearchParams({ form: session.dataset.form });
  const answer = await fetch("/session", { method: "POST", body, redirect: "error" }).catch(() => null);
  if (!answer || !answer.ok) return show("over");
  const lasts = await answer.json();
  told(lasts.seconds, lasts.most);
  document.getElementById("main").focus();
}

told(Number(session.dataset.seconds), Number(session.dataset.most));
session.querySelector("button").addEventListener("click", prolong);
setInterval(look, LOOK_EVERY);
