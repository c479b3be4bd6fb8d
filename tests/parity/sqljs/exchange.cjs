// exchange.cjs MODULE DATA EXPORTED: opens a data file with sql.js (the module at MODULE), prints the rows of its tables as
// JSON, in the shape of ../rows.py, and writes what `Database.export()` gives to EXPORTED.
const fs = require('fs');

const [module_, data, exported] = process.argv.slice(2);

require(module_)().then((SQL) => {
  const db = new SQL.Database(fs.readFileSync(data));
  const rows = (query) => (db.exec(query)[0] ?? { values: [] }).values;
  const place = (table) => new Map(rows(`select id from ${table} order by id`).map(([id], index) => [id, index]));
  const [files, contexts] = [place('file'), place('context')];
  const hex = (bytes) => Buffer.from(bytes).toString('hex');
  console.log(JSON.stringify({
    schema: rows('select version from coverage_schema'),
    meta: rows('select key, value from meta order by key'),
    files: rows('select path from file order by id').flat(),
    contexts: rows('select context from context order by id').flat(),
    lines: rows('select file_id, context_id, numbits from line_bits order by 1, 2')
      .map(([file, context, numbits]) => [files.get(file), contexts.get(context), hex(numbits)]),
    arcs: rows('select file_id, context_id, fromno, tono from arc order by 1, 2, 3, 4')
      .map(([file, context, from, to]) => [files.get(file), contexts.get(context), from, to]),
    tracers: rows('select file_id, tracer from tracer order by 1').map(([file, tracer]) => [files.get(file), tracer]),
  }));
  fs.writeFileSync(exported, db.export());
});
