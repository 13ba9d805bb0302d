// Keeps what is typed while a form is filled in, so that the browser's Back or a closed tab loses no
// word. Without it, what a step was sent with is kept.
"use strict";

{
  const PAUSE = 700;
  const form = document.querySelector("form[data-keep]");
  let timer = 0;
  let isTyped = false;
  let isAsking = false;

  const typed = () => {
    const told = new URLSearchParams(new FormData(form));
    told.set("go", "keep");
    told.set("typed", Date.now());
    return told;
  };

  const keep = async () => {
    if (!isTyped || isAsking || form.dataset.sent) return;
    isTyped = false;
    isAsking = true;
    // Where nobody is signed in any longer, the answer leads to a page that is not for here.
    const asked = { method: "POST", body: typed(), redirect: "manual", keepalive: true };
    const answer = await fetch(location.pathname, asked).catch(() => null);
    isAsking = false;
    if (!answer) isTyped = true;
    else if (isTyped) timer = setTimeout(keep, PAUSE);
  };

  // The page may be gone before an answer comes. It is sent before the next page is asked for, where
  // the browser tells that beforehand, so that nobody who comes back is there first.
  const leave = () => {
    if (!isTyped || form.dataset.sent) return;
    isTyped = false;
    navigator.sendBeacon(location.pathname, typed());
  };

  form.addEventListener("input", () => {
    isTyped = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  addEventListener("beforeunload", leave);
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.hidden && leave());
}
