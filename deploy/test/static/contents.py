# SPDX-License-Identifier: Apache-2.0
"""Do the packages hold what they must, and nothing where it should not be? contents.py LIST DEB…"""

import fnmatch
import os
import subprocess
import sys

ALLOWED = ("/usr/share/edgewise/", "/usr/share/doc/edgewise", "/usr/lib/systemd/system/", "/usr/lib/edgewise", "/usr/bin/edgewise", "/etc/edgewise/")


def listing(deb):
    """Mode, owner and path of each file."""
    out = subprocess.run(["dpkg-deb", "-c", deb], check=True, capture_output=True, text=True).stdout
    for line in out.splitlines():
        words = line.split(None, 5)
        if not words[0].startswith("d"):
            yield words[0], words[1], words[5].split(" -> ")[0].lstrip(".")


def problems(deb, name, wanted):
    files = list(listing(deb))
    for mode, pattern in wanted:
        modes = [found for found, _owner, path in files if fnmatch.fnmatch(path, pattern)]
        if not modes:
            yield "%s has no %s" % (name, pattern)
        elif mode not in modes:
            yield "%s of %s has the mode %s, not %s" % (pattern, name, modes[0], mode)
    for mode, owner, path in files:
        if owner != "root/root":
            yield "%s of %s belongs to %s" % (path, name, owner)
        if "s" in mode or mode[8] == "w":
            yield "%s of %s has the mode %s" % (path, name, mode)
        if not path.startswith(ALLOWED):
            yield "%s of %s is where nothing of ours belongs" % (path, name)


def main(listed, debs):
    wanted = {}
    with open(listed, encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#") and line.strip():
                name, mode, pattern = line.split()
                wanted.setdefault(name, []).append((mode, pattern))
    seen, found = set(), []
    for deb in debs:
        name = os.path.basename(deb).split("_")[0]
        seen.add(name)
        found += problems(deb, name, wanted.get(name, []))
    found += ["there is no package %s" % name for name in sorted(set(wanted) - seen)]
    print("\n".join(found[:10]))
    return 1 if found else 0


sys.exit(main(sys.argv[1], sys.argv[2:]))
