# SPDX-License-Identifier: Apache-2.0
"""Do the packages of the native library ask for the C library that it needs? glibc.py FOLDER CONTROL…

FOLDER holds the jars with the libraries; each CONTROL is the control file of a package, for the architecture that it names."""

import io
import os
import re
import sys
import zipfile

NAMES = {"amd64": "linux-x86_64", "arm64": "linux-arm64"}


def number(version):
    return tuple(int(part) for part in version.split("."))


def needed(jar):
    """The newest GLIBC_ version that a library in the jar names."""
    versions = set()
    with zipfile.ZipFile(jar) as archive:
        for entry in archive.infolist():
            if ".so" in entry.filename:
                versions |= set(re.findall(rb"\0GLIBC_(\d+(?:\.\d+)+)", archive.read(entry)))
    if not versions:
        sys.exit("%s holds no library that names a C library" % jar)
    return max((version.decode() for version in versions), key=number)


def main(folder, controls):
    for path in controls:
        with io.open(path, encoding="utf-8") as file:
            text = file.read()
        architecture = re.search(r"^Architecture: (\S+)", text, re.M).group(1)
        declared = re.search(r"libc6 \(>= ([0-9.]+)\)", text).group(1)
        jars = [name for name in os.listdir(folder) if name.startswith("edgewise-natives-%s-" % NAMES[architecture])]
        if len(jars) != 1:
            sys.exit("%d jars with the native library for %s in %s" % (len(jars), architecture, folder))
        least = needed(os.path.join(folder, jars[0]))
        if number(declared) < number(least):
            sys.exit("%s says libc6 (>= %s), and the library needs %s" % (path, declared, least))
        print("%s needs %s, says %s" % (architecture, least, declared), end="; ")


main(sys.argv[1], sys.argv[2:])
