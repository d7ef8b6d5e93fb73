#!/usr/bin/python
# SPDX-License-Identifier: Apache-2.0
DOCUMENTATION = r"""
module: packages
short_description: Install packages that need each other from files on the board
description:
  - Installs several C(.deb) files in one go, up or down, from files on the board alone. apt sees no other source, so that a board without a network is not kept waiting.
  - M(ansible.builtin.apt) takes one file at a time, and packages of one release depend on each other's exact version.
  - No package starts a service meanwhile; that is for whoever has written the configuration.
options:
  folder:
    description: Where the files are on the board.
    type: path
    default: /var/cache/edgewise-debs
  packages:
    description: What has to be installed; each with C(name), C(version), C(file) in the folder, and C(sha256) of the file if it is known. C(file) may be a pattern that fits one file. A file is looked at only when its package is not installed in that version.
    type: list
    elements: dict
    required: true
  support:
    description: Packages that apt may take beside, as far as ours need them; same members.
    type: list
    elements: dict
    default: []
  absent:
    description: Names of packages that have to go.
    type: list
    elements: str
    default: []
author:
  - The Edgewise project
"""

EXAMPLES = r"""
- name: Install the gateway and its native library
  edgewise.edgewise.packages:
    packages:
      - name: edgewise
        version: 0.2.0
        file: edgewise_0.2.0_all.deb
        sha256: "{{ sum }}"
"""

RETURN = r"""
before:
  description: Versions by package, before; an empty text is "not installed".
  returned: always
  type: dict
after:
  description: Versions by package, after.
  returned: always
  type: dict
"""

import glob
import hashlib
import os
import shutil
import tempfile

from ansible.module_utils.basic import AnsibleModule

# Asked by packages that want to start or stop a service; 101 is "no".
POLICY = "/usr/sbin/policy-rc.d"
NO = "#!/bin/sh\n# Written by a rollout of Edgewise for the time of an installation.\nexit 101\n"
OFFLINE = [
    "-o", "Dir::Etc::SourceParts=/dev/null",
    "-o", "Dir::Cache::pkgcache=",
    "-o", "Dir::Cache::srcpkgcache=",
]
QUIET = ["-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold", "-o", "DPkg::Lock::Timeout=120"]


def installed(module, name):
    """The version that is installed and configured, else an empty text."""
    code, out, _err = module.run_command(["dpkg-query", "-W", "-f=${db:Status-Abbrev} ${Version}", name])
    words = out.split()
    return words[1] if code == 0 and len(words) == 2 and words[0] == "ii" else ""


def check_file(module, package):
    """The path of the file of a package, which is what it should be."""
    pattern = os.path.join(module.params["folder"], package["file"])
    found = sorted(glob.glob(pattern))
    if len(found) != 1:
        module.fail_json(
            msg="%s %s can't be installed: %s %s on this board" % (package["name"], package["version"], len(found) or "there is no", pattern)
        )
    digest = hashlib.sha256()
    try:
        with open(found[0], "rb") as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
    except (IOError, OSError) as e:
        module.fail_json(msg="%s %s can't be installed: %s" % (package["name"], package["version"], e))
    if package.get("sha256") and digest.hexdigest() != package["sha256"]:
        module.fail_json(
            msg="%s on this board is not the file of the release (SHA-256 %s, not %s): damaged on the way or on the card"
            % (found[0], digest.hexdigest(), package["sha256"])
        )
    return found[0]


def last_words(out, err):
    """The lines of apt and dpkg that say why."""
    lines = [line.strip() for line in (out + "\n" + err).splitlines()]
    telling = [line for line in lines if line.startswith(("E:", "dpkg: error", "edgewise:")) or "Depends:" in line or "No space" in line]
    return " / ".join(telling[:6]) or " / ".join([line for line in lines if line][-3:])


class Policy:
    """Nothing is started while packages are installed. A site's own policy comes back."""

    KEPT = POLICY + ".kept-by-edgewise"

    @classmethod
    def tidy(cls):
        """What a board that was lost in the middle still has is none of its own."""
        if os.path.isfile(POLICY):
            with open(POLICY, encoding="utf-8", errors="surrogateescape") as file:
                ours = file.read() == NO
            if ours:
                os.unlink(POLICY)
        if os.path.lexists(cls.KEPT) and not os.path.lexists(POLICY):
            os.rename(cls.KEPT, POLICY)

    def __enter__(self):
        if os.path.lexists(POLICY):
            os.rename(POLICY, self.KEPT)
        with open(POLICY, "w", encoding="utf-8") as file:
            file.write(NO)
        os.chmod(POLICY, 0o755)

    def __exit__(self, *_why):
        self.tidy()


def index(module, packages, folder):
    """A source for apt with these packages; what apt's options need to use nothing else."""
    with open(os.path.join(folder, "Packages"), "w", encoding="utf-8") as file:
        for number, package in enumerate(packages):
            path = check_file(module, package)
            name = "%d.deb" % number
            _code, control, _err = module.run_command(["dpkg-deb", "-f", path], check_rc=True)
            os.symlink(path, os.path.join(folder, name))
            file.write("%s\nFilename: ./%s\nSize: %d\nSHA256: %s\n\n" % (
                control.strip(), name, os.path.getsize(path), package["sha256"]))
    with open(os.path.join(folder, "sources.list"), "w", encoding="utf-8") as file:
        file.write("deb [trusted=yes] file:%s ./\n" % folder)
    os.makedirs(os.path.join(folder, "lists/partial"))
    options = ["-o", "Dir::Etc::SourceList=" + os.path.join(folder, "sources.list"), "-o", "Dir::State::lists=" + os.path.join(folder, "lists"),
               "-o", "APT::Sandbox::User=root", "-o", "APT::Get::List-Cleanup=0"]
    module.run_command(["apt-get", "-q"] + OFFLINE + options + ["update"], check_rc=True)
    return options


def change(module, packages, support, absent):
    paths = [check_file(module, package) for package in packages]
    folder = tempfile.mkdtemp(prefix="edgewise-packages-")
    try:
        options = index(module, support, folder) if support else ["-o", "Dir::Etc::SourceList=/dev/null"]
        with Policy():
            # What an interrupted run left half done is finished first; apt refuses to work on top of it.
            module.run_command(["dpkg", "--configure", "-a", "--force-confdef", "--force-confold"])
            code, out, err = module.run_command(
                # With what a full disk left half unpacked apt does nothing unless it may mend that, too.
                ["apt-get", "-y", "-q", "--fix-broken", "--no-install-recommends", "--allow-downgrades"] + ([] if absent else ["--no-remove"]) + OFFLINE + options + QUIET
                + ["install"] + paths + [name + "-" for name in absent],
                environ_update={"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"},
            )
    finally:
        shutil.rmtree(folder)
    if code != 0:
        names = ", ".join("%s %s" % (package["name"], package["version"]) for package in packages)
        module.fail_json(msg="installing %s failed: %s" % (names or "nothing", last_words(out, err)), stdout=out, stderr=err)


def listing(versions):
    return "".join("%s %s\n" % (name, versions[name] or "-") for name in sorted(versions))


def main():
    module = AnsibleModule(
        argument_spec={
            "folder": {"type": "path", "default": "/var/cache/edgewise-debs"},
            "packages": {"type": "list", "elements": "dict", "required": True},
            "support": {"type": "list", "elements": "dict", "default": []},
            "absent": {"type": "list", "elements": "str", "default": []},
        },
        supports_check_mode=True,
    )
    packages = module.params["packages"]
    absent = [name for name in module.params["absent"] if installed(module, name)]
    before = {package["name"]: installed(module, package["name"]) for package in packages}
    before.update({name: installed(module, name) for name in absent})
    wanted = [package for package in packages if before[package["name"]] != package["version"]]
    after = dict(before)
    if not module.check_mode:
        Policy.tidy()
    after.update({package["name"]: package["version"] for package in wanted})
    after.update({name: "" for name in absent})
    if (wanted or absent) and not module.check_mode:
        # Also those that are there, if their file is: to mend what is half unpacked apt would remove what it was not asked for.
        named = [package for package in packages if package in wanted or glob.glob(os.path.join(module.params["folder"], package["file"]))]
        change(module, named if wanted else [], module.params["support"] if wanted else [], absent)
    module.exit_json(
        changed=bool(wanted or absent), before=before, after=after, diff={"before": listing(before), "after": listing(after)}
    )


if __name__ == "__main__":
    main()
