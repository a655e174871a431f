// A browser becomes a tablet of the home. Where a tablet was taken back before, what the browser keeps says so for ever: without
// it the device begins anew, under a number of its own. What still waits there keeps the number it was made under.
// And it is nobody's lock any more.
import { forgetAll } from "{{pins.js}}";

forgetAll();
const request = indexedDB.open("bekertje");
// There is nothing yet: the shop makes it when it comes.
request.onupgradeneeded = () => request.transaction.abort();
request.onerror = (event) => event.preventDefault();
request.onsuccess = () => {
  const transaction = request.result.transaction("rows", "readwrite");
  const store = transaction.objectStore("rows");
  const [device, generation] = [store.get("device"), store.get("generation")];
  generation.onsuccess = () => {
    if (!JSON.parse(device.result ?? "{}").revoked) return;
    store.delete("device");
    store.put(String(Number(generation.result ?? 0) + 1), "generation");
  };
  transaction.oncomplete = () => request.result.close();
};
