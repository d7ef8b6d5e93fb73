#!/usr/bin/python
# SPDX-License-Identifier: Apache-2.0

DOCUMENTATION = r"""
module: snapshot
short_description: Remember what a board runs, and bring it back
description:
  - Keeps the versions of Edgewise's packages, its configuration with credentials and drop-ins, and which bundles are current, in a folder that only root reads.
  - C(taken) before a change; C(kept) when the change is good, so that it can be taken back later; C(restored) when it is not.
  - What an interrupted run took stays valid, so that a board that was lost in the middle goes back to what ran before.
  - Packages are not installed by this module; the C(.deb) files stay in their own folder.
options:
  state:
    description: What to do; C(read) only returns what is remembered.
    choices: [taken, kept, restored, read]
    type: str
    required: true
  source:
    description: For C(restored) and C(read), which one.
    choices: [pending, previous]
    type: str
    default: pending
  worth_keeping:
    description: For C(kept), whether something changed; else the former one stays.
    type: bool
    default: true
  folder:
    description: Where it is kept on the board.
    type: path
    default: /var/lib/edgewise-rollout
  debs:
    description: Folder of the C(.deb) files; C(kept) removes those that belong neither to what runs nor to what ran before, and such bundles.
    type: path
    default: /var/cache/edgewise-debs
  bundles:
    description: Folder of the site's own bundles.
    type: path
    default: /var/lib/edgewise-bundles
author:
  - The Edgewise project
"""

EXAMPLES = r"""
- name: Remember what runs now
  edgewise.edgewise.snapshot:
    state: taken
"""

RETURN = r"""
snapshot:
  description: With packages (versions by name), version (of the gateway), bundles (current version by name), enabled, active, taken.
  returned: when there is one
  type: dict
resumed:
  description: Whether it was taken by a run that did not end.
  returned: state taken
  type: bool
"""

import glob
import json
import os
import shutil
import time

from ansible.module_utils.basic import AnsibleModule

# What of the board belongs to a configuration, by its name in the snapshot.
FOLDERS = {"configuration": "/etc/edgewise", "drop-ins": "/etc/systemd/system/edgewise.service.d"}
UNIT = "edgewise.service"


def packages(module):
    _code, out, _err = module.run_command(["dpkg-query", "-W", "-f=${db:Status-Abbrev} ${Package} ${Version}\n", "edgewise*"])
    lines = [line.split() for line in out.splitlines()]
    return {words[1]: words[2] for words in lines if len(words) == 3 and words[0] == "ii"}


def current_bundles(folder):
    found = {}
    if os.path.isdir(folder):
        for name in sorted(os.listdir(folder)):
            link = os.path.join(folder, name, "current")
            if os.path.islink(link):
                found[name] = os.readlink(link)
    return found


def is_unit(module, question):
    return module.run_command(["systemctl", question, "--quiet", UNIT])[0] == 0


def look(module):
    found = packages(module)
    return {
        "packages": found,
        "version": found.get("edgewise", ""),
        "bundles": current_bundles(module.params["bundles"]),
        "enabled": is_unit(module, "is-enabled"),
        "active": is_unit(module, "is-active"),
        "taken": int(time.time()),
    }


def read(path):
    try:
        with open(os.path.join(path, "snapshot.json"), encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return None


def take(module, folder):
    """Complete or not at all: written beside, renamed in the end."""
    pending = os.path.join(folder, "pending")
    resumed = read(pending)
    if resumed is not None:
        return resumed, True
    snapshot = look(module)
    if not module.check_mode:
        part = os.path.join(folder, "pending.part")
        shutil.rmtree(part, ignore_errors=True)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        os.mkdir(part, 0o700)
        for name, source in FOLDERS.items():
            if os.path.isdir(source):
                shutil.copytree(source, os.path.join(part, name), symlinks=True)
        with open(os.path.join(part, "snapshot.json"), "w", encoding="utf-8") as file:
            json.dump(snapshot, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        os.rename(part, pending)
    return snapshot, False


def keep(folder, worth_keeping):
    pending = os.path.join(folder, "pending")
    previous = os.path.join(folder, "previous")
    if read(pending) is None:
        return
    if worth_keeping:
        shutil.rmtree(previous, ignore_errors=True)
        os.rename(pending, previous)
    else:
        shutil.rmtree(pending)


def prune(module, previous):
    """A card fills up with releases otherwise. Packages that are not ours stay."""
    wanted = set(packages(module).items()) | set(previous["packages"].items())
    for path in glob.glob(os.path.join(module.params["debs"], "edgewise*.deb")):
        name, version = os.path.basename(path).split("_")[:2]
        if (name, version) not in wanted:
            os.unlink(path)


def prune_bundles(folder, previous):
    """Versions of bundles that are neither in use nor what is gone back to."""
    for name, current in current_bundles(folder).items():
        for version in os.listdir(os.path.join(folder, name)):
            if version not in ("current", current, previous["bundles"].get(name)):
                shutil.rmtree(os.path.join(folder, name, version))


def replace_folder(source, target):
    """What is there now goes, what was there before comes; owners and modes as before."""
    fresh = target + ".restored"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(target, ignore_errors=True)
    if os.path.isdir(source):
        shutil.copytree(source, fresh, symlinks=True)
        os.rename(fresh, target)


def restore(module, path):
    snapshot = read(path)
    if snapshot is None:
        module.fail_json(msg="nothing is remembered in %s: this board was not rolled out to before" % path)
    if not module.check_mode:
        for name, target in FOLDERS.items():
            # A board without a gateway before keeps its files: somebody will want to see what went wrong.
            if snapshot["version"]:
                replace_folder(os.path.join(path, name), target)
        for name in current_bundles(module.params["bundles"]):
            point(os.path.join(module.params["bundles"], name, "current"), snapshot["bundles"].get(name))
    return snapshot


def point(link, target):
    if target is None:
        os.unlink(link)
        return
    fresh = link + ".new"
    if os.path.lexists(fresh):
        os.unlink(fresh)
    os.symlink(target, fresh)
    os.rename(fresh, link)


def main():
    module = AnsibleModule(
        argument_spec={
            "state": {"type": "str", "required": True, "choices": ["taken", "kept", "restored", "read"]},
            "source": {"type": "str", "default": "pending", "choices": ["pending", "previous"]},
            "worth_keeping": {"type": "bool", "default": True},
            "folder": {"type": "path", "default": "/var/lib/edgewise-rollout"},
            "debs": {"type": "path", "default": "/var/cache/edgewise-debs"},
            "bundles": {"type": "path", "default": "/var/lib/edgewise-bundles"},
        },
        supports_check_mode=True,
    )
    wanted = module.params
    folder = wanted["folder"]
    if wanted["state"] == "taken":
        snapshot, resumed = take(module, folder)
        module.exit_json(changed=False, snapshot=snapshot, resumed=resumed)
    if wanted["state"] == "read":
        module.exit_json(changed=False, snapshot=read(os.path.join(folder, wanted["source"])), now=look(module))
    if wanted["state"] == "kept":
        if not module.check_mode:
            keep(folder, wanted["worth_keeping"])
            previous = read(os.path.join(folder, "previous")) or {"packages": {}, "bundles": {}}
            prune(module, previous)
            prune_bundles(wanted["bundles"], previous)
        module.exit_json(changed=False)
    module.exit_json(changed=True, snapshot=restore(module, os.path.join(folder, wanted["source"])))


if __name__ == "__main__":
    main()
