// Keeps the address, title and language of the page as Python wants them, and tells Python how wide the page is.
function render({ model }) {
  let timer = 0;
  const put = () => {
    const wanted = model.get("search");
    const url = location.pathname + (wanted ? "?" + wanted : "") + location.hash;
    if (location.search.slice(1) !== wanted) history.replaceState(history.state, "", url);
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(put, 150); };
  const pop = () => {
    clearTimeout(timer);
    model.set("popped", location.search.slice(1) + "#" + performance.now());
    model.save_changes();
  };
  const name = () => {
    const title = model.get("title"), lang = model.get("lang");
    if (title && document.title !== title) document.title = title;
    if (lang && document.documentElement.lang !== lang) document.documentElement.lang = lang;
  };
  // Solara forgets the path of a reverse proxy when it goes to another page, so that is done here.
  const travel = (event) => {
    const link = event.target.closest && event.target.closest(".pages a");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.href === location.href) return;
    history.pushState({ top: 0 }, "", link.href);
    dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    scrollTo(0, 0);
  };
  const measure = () => {
    const wide = innerWidth >= 1200 ? "wide" : "narrow";
    if (model.get("width") !== wide || model.get("origin") !== location.origin) {
      model.set("width", wide); model.set("origin", location.origin); model.save_changes();
    }
  };
  const copy = () => {
    const text = model.get("copy").split("#")[0];
    if (!text) return;
    const link = location.origin + text;
    const done = (how) => { model.set("copied", how + "#" + performance.now()); model.save_changes(); };
    const by_hand = () => {
      const field = document.createElement("textarea");
      field.value = link; document.body.appendChild(field); field.select();
      const worked = document.execCommand("copy"); field.remove(); done(worked ? "yes" : "no");
    };
    if (navigator.clipboard) navigator.clipboard.writeText(link).then(() => done("yes"), by_hand); else by_hand();
  };
  const stop = new AbortController(), watch = new MutationObserver(name);
  if (model.get("guide")) {
    watch.observe(document.head, { childList: true, subtree: true, characterData: true });
    model.on("change:search", later);
    model.on("change:title", name);
    model.on("change:lang", name);
    addEventListener("popstate", pop, { signal: stop.signal });
    addEventListener("resize", measure, { signal: stop.signal });
    document.addEventListener("click", travel, { signal: stop.signal });
    put(); name(); measure();
  }
  model.on("change:copy", copy);
  return () => {
    clearTimeout(timer); watch.disconnect(); stop.abort();
    model.off("change:search", later); model.off("change:title", name);
    model.off("change:lang", name); model.off("change:copy", copy);
  };
}
export default { render };
