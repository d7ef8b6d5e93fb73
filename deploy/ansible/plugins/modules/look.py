#!/usr/bin/python
# SPDX-License-Identifier: Apache-2.0

DOCUMENTATION = r"""
module: look
short_description: Look at what a board has, before a release goes there
description:
  - Changes nothing.
options:
  debs:
    description: Folder of the C(.deb) files on the board.
    type: path
    default: /var/cache/edgewise-debs
author:
  - The Edgewise project
"""

EXAMPLES = r"""
- name: Look at the board
  edgewise.edgewise.look:
"""

RETURN = r"""
glibc:
  description: Version of the C library.
  returned: always
  type: str
java:
  description: Version of the newest Java that dpkg knows, or 0.
  returned: always
  type: int
free_kib:
  description: What is free where packages are unpacked or copied to, the smaller of the two.
  returned: always
  type: int
cached:
  description: Names of the files in the folder.
  returned: always
  type: list
installed:
  description: The board's packages, as C(name=version).
  returned: always
  type: list
clock:
  description: Seconds since 1970.
  returned: always
  type: int
"""

import os
import re
import time

from ansible.module_utils.basic import AnsibleModule

JAVA = re.compile(r"java-runtime-headless \(= (\d+)")
FORMAT = "-f=${db:Status-Abbrev}\t${Package}\t${Version}\t${Provides}\n"


def installed(module):
    """Name, version and what it provides, of each installed package."""
    _code, out, _err = module.run_command(["dpkg-query", "-W", FORMAT])
    rows = [line.split("\t") for line in out.splitlines()]
    return [row[1:4] for row in rows if len(row) == 4 and row[0].startswith("ii")]


def free_kib(path):
    while not os.path.isdir(path):
        path = os.path.dirname(path)
    disk = os.statvfs(path)
    return disk.f_bavail * disk.f_frsize // 1024


def main():
    module = AnsibleModule(
        argument_spec={"debs": {"type": "path", "default": "/var/cache/edgewise-debs"}}, supports_check_mode=True
    )
    debs = module.params["debs"]
    packages = installed(module)
    javas = [int(version) for row in packages for version in JAVA.findall(row[2])]
    module.exit_json(
        changed=False,
        glibc=os.confstr("CS_GNU_LIBC_VERSION").split()[-1],
        java=max(javas, default=0),
        free_kib=min(free_kib(debs), free_kib("/usr")),
        cached=sorted(os.listdir(debs)) if os.path.isdir(debs) else [],
        installed=["%s=%s" % (row[0], row[1]) for row in packages],
        clock=int(time.time()),
    )


if __name__ == "__main__":
    main()
