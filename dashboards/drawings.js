// Fetches each figure when it is nearly in view. Until a new one is there, the earlier one of the same question stays.
addEventListener("DOMContentLoaded", () => {
  const MOST_KEPT = 60, NEAR = "700px 0px", AGAIN = 3000;
  const kept = new Map(), last = new Map();
  const put = (place, svg) => {
    place.innerHTML = svg;
    place.removeAttribute("aria-busy");
    last.set(place.dataset.figure, { same: place.dataset.same, svg });
  };
  const keep = (where, svg) => {
    kept.set(where, svg);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
  };
  const bring = async (place, again) => {
    const where = place.dataset.drawing;
    try {
      const answer = await fetch(where);
      if (answer.status === 204) return;
      if (!answer.ok) throw new Error(answer.status);
      const svg = await answer.text();
      keep(where, svg);
      if (place.isConnected) put(place, svg);
    } catch (error) {
      if (again) setTimeout(() => { if (place.isConnected) bring(place, again - 1); }, AGAIN);
    }
  };
  const near = new IntersectionObserver((seen) => {
    for (const one of seen) if (one.isIntersecting) { near.unobserve(one.target); bring(one.target, 2); }
  }, { rootMargin: NEAR });
  const look = () => {
    for (const place of document.querySelectorAll("[data-drawing]:not([data-found])")) {
      place.dataset.found = "yes";
      const known = kept.get(place.dataset.drawing), earlier = last.get(place.dataset.figure);
      if (known) { put(place, known); continue; }
      if (earlier && earlier.same === place.dataset.same) place.innerHTML = earlier.svg;
      near.observe(place);
    }
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { childList: true, subtree: true });
  look();
});
