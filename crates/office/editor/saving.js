// A form that saves itself: some seconds after the last change, and when the page is left.

const PAUSE = 3000;

export function keep(form) {
  const told = document.getElementById("saved");
  const words = form.dataset;
  let timer = 0;
  let changed = false;
  let busy = false;
  let stopped = false;

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    stopped = true;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save(true));
  window.addEventListener("beforeunload", (event) => {
    if (changed && !stopped) event.preventDefault();
  });

  async function save(leaving) {
    if (!changed || busy || stopped) return;
    changed = false;
    busy = true;
    told.textContent = words.saving;
    try {
      const fields = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action + (words.new ? "" : "/save"), {
        method: "POST",
        body: fields,
        headers: { "X-CSRF-Token": form.elements.csrf.value },
        keepalive: leaving === true && fields.toString().length < 60000,
        redirect: "error",
      });
      const said = await answer.json();
      if (answer.ok) kept(said);
      else if (said.meeting) met(said.meeting);
      else throw new Error(answer.status);
    } catch (error) {
      changed = true;
      told.textContent = words.unsaved;
      timer = setTimeout(save, PAUSE * 4);
    }
    busy = false;
    if (changed && !stopped && !timer) timer = setTimeout(save, PAUSE);
  }

  function kept(said) {
    form.elements.version.value = said.version;
    told.textContent = words.saved + " " + said.at;
    if (words.new) {
      delete form.dataset.new;
      form.action = form.action.replace(/new$/, said.id);
      for (const button of form.querySelectorAll("[formaction]")) {
        button.formAction = button.formAction.replace(/\/new\/(?=[^/]*$)/, "/" + said.id + "/");
      }
      history.replaceState(null, "", form.action);
    }
  }

  function met(address) {
    stopped = true;
    const link = document.createElement("a");
    link.href = address;
    link.textContent = words.met;
    told.textContent = "";
    told.append(link);
  }
}
