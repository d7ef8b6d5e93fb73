# SPDX-License-Identifier: Apache-2.0
"""What a .deb says of itself, read without dpkg: the controller may be any system."""
import io
import re
import tarfile

MAGIC = b"!<arch>\n"
HEADER = 60


class NotADeb(Exception):
    """The sentence says what is wrong with the file."""


def _members(file):
    """Name, time and content of each member of the ar archive but the large one."""
    if file.read(len(MAGIC)) != MAGIC:
        raise NotADeb("it does not begin like a Debian package")
    while True:
        header = file.read(HEADER)
        if not header:
            return
        if len(header) < HEADER or header[58:60] != b"`\n":
            raise NotADeb("it is cut off or damaged")
        name = header[0:16].decode("ascii", "replace").strip().rstrip("/")
        size = int(header[48:58])
        if name.startswith("control.tar"):
            yield name, int(header[16:28]), file.read(size)
            file.seek(size % 2, io.SEEK_CUR)
        else:
            file.seek(size + size % 2, io.SEEK_CUR)


def parse_control(text):
    """The fields by name; a continued line stays part of its field."""
    fields = {}
    name = None
    for line in text.splitlines():
        if line[:1] in (" ", "\t") and name:
            fields[name] += "\n" + line.strip()
        elif ":" in line:
            name, value = line.split(":", 1)
            fields[name] = value.strip()
    return fields


def read_control(path):
    """Fields of the control file and the time at which it was packed."""
    with open(path, "rb") as file:
        for name, made, content in _members(file):
            try:
                with tarfile.open(fileobj=io.BytesIO(content), mode="r:*") as tar:
                    for member in tar:
                        if member.name.lstrip("./") == "control":
                            return parse_control(tar.extractfile(member).read().decode("utf-8")), made
            except (tarfile.TarError, EOFError, OSError) as e:
                raise NotADeb("its %s can't be read: %s" % (name, e))
    raise NotADeb("it has no control file")


def least_glibc(depends):
    """The version of `libc6 (>= VERSION)` in a Depends line, or an empty text."""
    found = re.search(r"(?:^|[,|]\s*)libc6(?::\w+)?\s*\(>=\s*([0-9.]+)", depends)
    return found.group(1) if found else ""
