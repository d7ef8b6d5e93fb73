#!/usr/bin/python
# SPDX-License-Identifier: Apache-2.0
DOCUMENTATION = r"""
module: release
short_description: Check a directory with a release of Edgewise
description:
  - Reads a directory that holds C(.deb) files and C(SHA256SUMS), and optionally C(SHA256SUMS.sig), an Ed25519 signature of it.
  - Fails with a sentence when a file is missing, is not listed, was changed, or is not signed although it has to be.
  - Changes nothing. Runs on the controller.
options:
  directory:
    description: The directory on this machine.
    type: path
    required: true
  require_signature:
    description: Whether a release without a signature is refused.
    type: bool
    default: false
  key:
    description: PEM file with the public key (Ed25519) that the release has to be signed with. A signature is checked whenever there is a key.
    type: path
author:
  - The Edgewise project
"""

EXAMPLES = r"""
- name: Check the release
  edgewise.edgewise.release:
    directory: /srv/edgewise/0.2.0
    require_signature: true
    key: /srv/edgewise/release.pub
  delegate_to: localhost
"""

RETURN = r"""
version:
  description: Debian version of the package C(edgewise).
  returned: success
  type: str
packages:
  description: Of each C(.deb) its name, version, architecture, file, path, sha256, size, installed (KiB), glibc and ours (whether it is one of Edgewise's).
  returned: success
  type: list
made:
  description: Seconds since 1970 when the package C(edgewise) was packed.
  returned: success
  type: int
signed:
  description: Whether a signature was checked.
  returned: success
  type: bool
"""

import hashlib
import os

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.edgewise.edgewise.plugins.module_utils.debian import NotADeb, least_glibc, read_control

SUMS = "SHA256SUMS"


class Refused(Exception):
    """The sentence says what is wrong with the release."""


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def debs_below(directory):
    """Paths below the directory, as SHA256SUMS writes them."""
    found = []
    for folder, _folders, files in os.walk(directory):
        for name in files:
            if name.endswith(".deb"):
                found.append(os.path.relpath(os.path.join(folder, name), directory))
    return sorted(found)


def read_sums(directory):
    path = os.path.join(directory, SUMS)
    if not os.path.isdir(directory):
        raise Refused("there is no directory %s on the controller: set edgewise_release_dir" % directory)
    if not os.path.isfile(path):
        raise Refused("there is no %s in %s: make it with sha256sum *.deb > %s" % (SUMS, directory, SUMS))
    sums = {}
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            words = line.rstrip("\n").split(None, 1)
            if not words:
                continue
            if len(words) != 2 or len(words[0]) != 64:
                raise Refused("line %d of %s is not as sha256sum writes them" % (number, path))
            sums[os.path.normpath(words[1].lstrip("*"))] = words[0].lower()
    return sums


def check_sums(directory, sums):
    """Sums of the .debs. Also what is listed and is no .deb has to be as it was."""
    debs = debs_below(directory)
    for name in debs:
        if name not in sums:
            raise Refused("%s is not listed in %s of %s: it does not belong to this release" % (name, SUMS, directory))
    for name in sorted(sums):
        path = os.path.join(directory, name)
        if not os.path.isfile(path):
            raise Refused("%s lists %s, which is not in %s: the copy is not complete" % (SUMS, name, directory))
        if sha256(path) != sums[name]:
            raise Refused("%s in %s was changed or damaged: its SHA-256 is not the one in %s" % (name, directory, SUMS))
    return debs


def check_signature(module, directory, required, key):
    """Whether a signature was checked; fails when it does not hold."""
    signature = os.path.join(directory, SUMS + ".sig")
    if required and not key:
        raise Refused("a signature is required, and there is no key to check it with: set edgewise_release_key")
    if not os.path.isfile(signature):
        if required:
            raise Refused("the release in %s is unsigned: there is no %s.sig, and edgewise_require_signature is set" % (directory, SUMS))
        return False
    if not key:
        return False
    if not os.path.isfile(key):
        raise Refused("there is no key %s on the controller (edgewise_release_key)" % key)
    openssl = module.get_bin_path("openssl")
    if not openssl:
        raise Refused("openssl is not installed on the controller; it checks the signature")
    code, out, err = module.run_command(
        [openssl, "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", os.path.join(directory, SUMS), "-sigfile", signature]
    )
    if code != 0:
        why = (err or out).strip().splitlines()
        raise Refused(
            "the signature of %s in %s does not hold for the key %s: it was changed, or signed with another key (openssl: %s)"
            % (SUMS, directory, key, why[0] if why else "exit code %d" % code)
        )
    return True


def describe(directory, name, checksum):
    path = os.path.join(directory, name)
    try:
        fields, made = read_control(path)
        return {
            "name": fields["Package"],
            "version": fields["Version"],
            "architecture": fields["Architecture"],
            "file": os.path.basename(name),
            "path": path,
            "sha256": checksum,
            "size": os.path.getsize(path),
            "installed": int(fields.get("Installed-Size", "0")),
            "glibc": least_glibc(fields.get("Depends", "")),
            "ours": fields["Package"].split("-")[0] == "edgewise",
        }, made
    except NotADeb as e:
        raise Refused("%s is no package: %s" % (path, e))
    except KeyError as e:
        raise Refused("%s is no package: its control file has no field %s" % (path, e))


def read_release(module, directory, required, key):
    sums = read_sums(directory)
    signed = check_signature(module, directory, required, key)
    described = [describe(directory, name, sums[name]) for name in check_sums(directory, sums)]
    gateways = [(package, made) for package, made in described if package["name"] == "edgewise"]
    if len(gateways) != 1:
        raise Refused("%d packages \"edgewise\" in %s, not one: a directory holds one release" % (len(gateways), directory))
    return {
        "version": gateways[0][0]["version"],
        "made": gateways[0][1],
        "signed": signed,
        "packages": [package for package, _made in described],
    }


def main():
    module = AnsibleModule(
        argument_spec={
            "directory": {"type": "path", "required": True},
            "require_signature": {"type": "bool", "default": False},
            "key": {"type": "path", "no_log": False},
        },
        supports_check_mode=True,
    )
    wanted = module.params
    try:
        release = read_release(module, wanted["directory"], wanted["require_signature"], wanted["key"])
    except Refused as e:
        module.fail_json(msg="No board was touched: %s." % e)
    module.exit_json(changed=False, **release)


if __name__ == "__main__":
    main()
