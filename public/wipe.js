// Whoever used this tablet has left it. What it kept of them goes; what still has to be sent stays, with nobody's data around it,
// until the server has it (docs/reliability.md).
const request = indexedDB.open("bekertje");
request.onupgradeneeded = () => request.transaction.abort();
request.onerror = (event) => event.preventDefault();
request.onsuccess = () => {
  const transaction = request.result.transaction("rows", "readwrite");
  const rows = transaction.objectStore("rows");
  const all = rows.openCursor();
  let generation = 0;
  all.onsuccess = () => {
    const cursor = all.result;
    if (!cursor) return void rows.put(String(generation + 1), "generation");
    const { key, value } = cursor;
    if (key === "generation") generation = Number(value);
    else if (/^(snapshot$|catalogue$|household\/)/.test(key)) cursor.delete();
    else if (key === "device") {
      const { server_epoch, heard_at, ...known } = JSON.parse(value);
      cursor.update(JSON.stringify({ ...known, age_micros: 0 }));
    } else if (key.startsWith("op/")) {
      const { verdict, again } = JSON.parse(value);
      if (verdict && !again) cursor.delete();
    }
    cursor.continue();
  };
  transaction.oncomplete = () => request.result.close();
};
