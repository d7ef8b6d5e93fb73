# SPDX-License-Identifier: Apache-2.0
"""Is each variable of a role documented, and does each that is documented have a meaning? specs.py ROLES"""

import os
import sys

import yaml


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return yaml.safe_load(file)


def problems(roles):
    for role in sorted(os.listdir(roles)):
        defaults = read(roles, role, "defaults", "main.yml")
        options = read(roles, role, "meta", "argument_specs.yml")["argument_specs"]["main"]["options"]
        for name in sorted(set(defaults) - set(options)):
            yield "%s of role %s is not in its argument_specs.yml" % (name, role)
        for name in sorted(set(options) - set(defaults)):
            yield "%s of role %s has no default, and its argument_specs.yml names it" % (name, role)
        for name, option in options.items():
            if "default" in option and name in defaults and option["default"] != defaults[name]:
                yield "%s of role %s: the default is %r, and argument_specs.yml says %r" % (name, role, defaults[name], option["default"])


found = list(problems(sys.argv[1]))
print("\n".join(found))
sys.exit(1 if found else 0)
