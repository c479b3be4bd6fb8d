"""The rows of a data file, for recording: files and contexts by their places."""

import sqlite3


def rows(path):
    with sqlite3.connect(path) as con:
        def query(sql):
            return con.execute(sql).fetchall()
        files = query("select id, path from file order by id")
        contexts = query("select id, context from context order by id")
        f = {id: i for i, (id, _) in enumerate(files)}
        c = {id: i for i, (id, _) in enumerate(contexts)}
        assert list(f) == list(range(1, len(f) + 1)) and list(c) == list(range(1, len(c) + 1))
        result = {
            "schema": query("select * from coverage_schema"),
            "meta": sorted(query("select key, value from meta")),
            "files": [path for _, path in files],
            "contexts": [context for _, context in contexts],
            "lines": sorted((f[a], c[b], n.hex()) for a, b, n in query("select * from line_bits")),
            "arcs": sorted((f[a], c[b], x, y) for a, b, x, y in query("select * from arc")),
            "tracers": sorted((f[a], t) for a, t in query("select * from tracer")),
        }
    con.close()
    return result
