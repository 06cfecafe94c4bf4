const fs = require('fs');
const counts = new Map();
for (const word of fs.readFileSync(process.argv[2], 'utf8').split(/[^\p{L}\p{N}]+/u)) {
  if (word) {
    const w = word.toLowerCase();
    counts.set(w, (counts.get(w) || 0) + 1);
  }
}
const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
ranked.slice(0, 10).forEach(([w, n], i) =>
  console.log(`${String(i + 1).padStart(2)}. ${w.padEnd(12)} ${String(n).padStart(5)}`));
console.log(`${ranked.reduce((s, e) => s + e[1], 0)} words, ${ranked.length} distinct`);
