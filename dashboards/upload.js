// Hands a chosen or dropped file to Python. One that is larger than allowed is not read: only its name and size are told.
function render({ model, el }) {
  const label = document.createElement("label"), words = document.createElement("span");
  const input = document.createElement("input");
  input.type = "file"; label.className = "button upload"; input.className = "hidden";
  label.append(words, input); el.append(label);
  let times = 0;
  const hand = async (file) => {
    if (!file) return;
    const told = { name: file.name.slice(0, 200), size: file.size, number: ++times };
    if (file.size <= model.get("most")) {
      try { told.content = new DataView(await file.arrayBuffer()); } catch { told.size = -1; }
    }
    model.set("given", told); model.save_changes(); input.value = "";
  };
  const name = () => { words.textContent = model.get("label"); input.accept = model.get("kind"); };
  const stop = new AbortController(), while_here = { signal: stop.signal };
  input.addEventListener("change", () => hand(input.files[0]), while_here);
  label.addEventListener("dragover", (event) => { event.preventDefault(); label.classList.add("over"); }, while_here);
  label.addEventListener("dragleave", () => label.classList.remove("over"), while_here);
  label.addEventListener("drop", (event) => {
    event.preventDefault(); label.classList.remove("over"); hand(event.dataTransfer.files[0]);
  }, while_here);
  model.on("change:label", name); name();
  return () => { stop.abort(); model.off("change:label", name); };
}
export default { render };
