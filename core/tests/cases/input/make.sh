#!/bin/sh
# Writes the archives in this folder with the programs that write them in real life: the npm package that
# actions/upload-artifact uses, Info-ZIP, GNU tar, Python's zipfile and tarfile.
#
# Needs: node and npm, zip, tar, python3. The archives are committed; this is for looking and for changing them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mkdir -p project/pkg
printf 'print("hello")\n' >project/pkg/a.py
printf '[tool.coverage.run]\nbranch = true\n' >project/pyproject.toml
printf 'SQLite format 3\0 not really, but enough to be told by its content\n' >project/.coverage.unit
printf 'nothing of interest\n' >project/LICENSE
ln -s .coverage.unit project/.coverage.heavy
ln -s a.py project/pkg/b.py
find project -exec touch -h -d '2026-01-02 03:04:06 UTC' {} +

npm install --silent --no-save archiver@7.0.1
cat >artifact.mjs <<'JS'
// As @actions/artifact does it: read streams into a zip that is piped on, so sizes come after the data.
import archiver from 'archiver'
import { createReadStream, createWriteStream } from 'node:fs'
const zip = archiver.create('zip', { highWaterMark: 65536, zlib: { level: 6 } })
const date = new Date('2026-01-02T03:04:06Z')
zip.pipe(createWriteStream('coverage-data-unit.zip'))
for (const name of ['.coverage.unit', 'LICENSE', 'pyproject.toml', 'pkg/a.py'])
  zip.append(createReadStream('project/' + name), { name, date })
zip.append('', { name: 'empty/', date })
await zip.finalize()
JS
node artifact.mjs

export TZ=UTC
(cd project && zip -q -X ../encrypted.zip LICENSE && zip -q -X -P secret ../encrypted.zip .coverage.unit pkg/a.py)
(cd project && zip -q -X -r -y ../links.zip .)
(cd project && zip -q -X -fz - pkg/a.py >../zip64-streamed.zip)
for format in v7 ustar pax gnu; do
  tar -c -f "$format.tar" --format="$format" --owner=0 --group=0 --numeric-owner --sort=name project
done
tar -c -z -f sparse.tar.gz --format=gnu --owner=0 --group=0 --sparse --mtime='2026-01-02 03:04:06 UTC' \
  --transform='s/.*/holes.py/' "$(python3 -c '
with open("holes", "wb") as file:
    file.write(b"a = 1\n"); file.seek(1 << 20); file.write(b"b = 2\n")
print("holes")')"
python3 - <<'PY'
import tarfile, zipfile
name, text = "pkg/a.py", 'print("hello")\n'
for method in ("BZIP2", "LZMA"):
    with zipfile.ZipFile(method.lower() + ".zip", "w", getattr(zipfile, "ZIP_" + method)) as file:
        file.writestr(zipfile.ZipInfo(".coverage.unit"), "SQLite format 3\0", getattr(zipfile, "ZIP_" + method))
        file.writestr(zipfile.ZipInfo(name), text)
with tarfile.open("long-names.tar.gz", "w:gz", format=tarfile.GNU_FORMAT) as file:
    for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        import io
        file.format = form
        info = tarfile.TarInfo("folder/" * 40 + f"form{form}.py")
        info.size = len(text)
        file.addfile(info, io.BytesIO(text.encode()))
PY
cp ./*.zip ./*.tar ./*.tar.gz "$here"
