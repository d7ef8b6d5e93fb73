# SPDX-License-Identifier: Apache-2.0
"""Where things of a gateway are on its board."""

import posixpath


def board_path(value):
    """The path on the board of a file that the configuration names; an empty text stays one."""
    if not value:
        return ""
    if value.startswith("credential:"):
        return posixpath.join("/etc/edgewise/credentials", value[len("credential:"):])
    return posixpath.join("/etc/edgewise", value)


def as_deb(package):
    """With the pattern that fits its file, of whatever architecture."""
    return dict(package, file="%s_%s_*.deb" % (package["name"], package["version"]))


def not_installed(packages, installed):
    """Those that a board does not have in that version; it has NAME=VERSION."""
    return [package for package in packages if "%s=%s" % (package["name"], package["version"]) not in installed]


def as_folder(name):
    """A folder below that of the configuration."""
    return {"path": board_path(name), "mode": "0755"}


def twins(hostvars, boards):
    """A text for each id that several boards have, with the boards."""
    by_id = {}
    for name in boards:
        by_id.setdefault(str(hostvars[name]["edgewise_read"]["gateway"]["id"]), []).append(name)
    return ["%s (%s)" % (" and ".join(names), said) for said, names in sorted(by_id.items()) if len(names) > 1]


def status_table(hostvars, boards):
    """A line for each board, from what the module health said there."""
    rows = [("board", "version", "state", "models", "messages", "dead letters", "what")]
    for name in boards:
        answer = hostvars[name].get("edgewise_answer") or {}
        if answer.get("unreachable") or "status" not in answer:
            why = " ".join(str(answer.get("msg", "not asked")).split())
            rows.append((name, "-", "unreachable" if answer.get("unreachable") else "failed", "-", "-", "-", why))
            continue
        status = answer["status"]
        models = ["%s%s" % (model.get("bundle", model["name"]), " degraded" if model["degraded"] else "") for model in status.get("models", [])]
        rows.append((
            name, status.get("version", "-"), status.get("state") or answer["service"].get("ActiveState", "-"), ", ".join(models) or "-",
            str(answer["received"]), str(answer["dead_letters"]), "; ".join(answer["problems"]) or "healthy",
        ))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]


class FilterModule:
    def filters(self):
        return {"board_path": board_path, "as_deb": as_deb, "as_folder": as_folder, "not_installed": not_installed, "twins": twins, "status_table": status_table}
