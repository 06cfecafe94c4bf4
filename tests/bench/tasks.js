async function main() {
  const tasks = [];
  for (let i = 0; i < 100000; i++) {
    tasks.push((async () => { await null; return i; })());
  }
  let total = 0;
  for (const t of tasks) total += await t;
  console.log(total);
}
main();
