# SPDX-License-Identifier: Apache-2.0
"""Gives a jar another version: jar_version.py JAR VERSION. Its classes stay as they are."""

import re
import shutil
import sys
import zipfile

MANIFEST = "META-INF/MANIFEST.MF"


def main(jar, version):
    fresh = jar + ".new"
    with zipfile.ZipFile(jar) as old, zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == MANIFEST:
                content, times = re.subn(rb"(?m)^Implementation-Version: .*?(\r?)$", b"Implementation-Version: %s\\1" % version.encode(), content)
                if times != 1:
                    sys.exit("%s has no Implementation-Version" % jar)
            new.writestr(entry, content)
    shutil.move(fresh, jar)


main(*sys.argv[1:])
