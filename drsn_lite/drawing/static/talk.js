// The conversation of one view with the kernel. Knows no page: settings go out, answers come in.

const PATIENCE = 1000; // ms without an answer until the view says that it waits
const RETRY = 2000, RARELY = 30000; // ms until a request without an answer is sent again: at first, at most

// A name that no other view has, in this page or another. (`crypto.randomUUID` wants https.)
const newName = () => `drsn-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

// Requests of this view are counted, and every answer says which request it has heard last from each
// view. One is under way at a time; if it or its answer is lost, it is sent again. Messages and not
// synced traits: a trait waits for ever once a reply is lost.
function converse(model, view, { heard: changed, waits }) {
  const moved = new Map(); // by setting: the value it was moved to here, and the request that says so
  let asked = 0, sent = 0, heard = 0, pause = RETRY, retry = null, patience = null;
  const each = (key) => Object.fromEntries([...moved].map(([name, move]) => [name, move[key]]));
  const own = () => each("value");
  const settings = () => ({ ...model.get("answer").settings, ...own() });

  function ask(name, value) {
    if (settings()[name] === value) return;
    moved.set(name, { value, request: ++asked });
    patience ??= setTimeout(waits, PATIENCE, true);
    if (sent === heard) send();
    else if (pause > 2 * RETRY) (pause = RETRY), wait(); // not to sit out a long pause
  }

  function send() {
    sent = asked;
    try {
      model.send({ kind: "ask", view, seq: sent, settings: own(), moved: each("request") });
    } catch {
      // The kernel was restarted: there is no one to send to, and soon the view says that it waits.
    }
    wait();
  }

  function wait() {
    clearTimeout(retry);
    retry = setTimeout(send, pause);
    pause = Math.min(2 * pause, RARELY);
  }

  function hear() {
    const last = model.get("answer").heard?.[view] ?? 0;
    if (last > heard) {
      heard = last;
      for (const [name, { request }] of moved) if (request <= heard) moved.delete(name);
      end();
      [patience, pause] = [null, RETRY];
      waits(false);
      if (heard < asked) {
        patience = setTimeout(waits, PATIENCE, true);
        send();
      }
    }
    changed();
  }

  function end() {
    clearTimeout(retry);
    clearTimeout(patience);
  }

  model.on("change:answer", hear);
  return {
    ask, // a setting's name and its new value
    settings, // what was moved here, or else what the picture shows, whoever moved it
    get asked() { return asked; },
    get heard() { return heard; },
    end: () => (end(), model.off("change:answer", hear)),
  };
}
