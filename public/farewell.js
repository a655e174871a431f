// A tablet that was taken back. Where it still keeps what it showed, the program sends what waits and wipes the rest; where it
// keeps nothing, what the page says is all there is.
import { forgetAll } from "{{pins.js}}";

forgetAll();
const request = indexedDB.open("bekertje");
request.onupgradeneeded = () => request.transaction.abort();
request.onerror = (event) => event.preventDefault();
request.onsuccess = () => {
  const kept = request.result.transaction("rows").objectStore("rows").count("snapshot");
  kept.onsuccess = () => {
    request.result.close();
    if (kept.result) import("{{start.js}}");
  };
};
