# SPDX-License-Identifier: Apache-2.0

DOCUMENTATION = r"""
name: rollout_report
type: aggregate
short_description: What became of each board, at the end of a rollout
description:
  - Prints a line for each board when the playbook ends, also when it was stopped or boards were lost.
  - What it prints comes from the facts C(edgewise_rollout) and C(edgewise_rollout_boards) that the role C(gateway) sets, and from boards that failed or were lost.
requirements:
  - "C(callbacks_enabled = edgewise.edgewise.rollout_report) in ansible.cfg, or ANSIBLE_CALLBACKS_ENABLED"
options:
  report_file:
    description: File that the same is written to as JSON.
    type: path
    env:
      - name: EDGEWISE_REPORT
    ini:
      - section: edgewise
        key: report_file
"""

import json

from ansible.plugins.callback import CallbackBase

UNTOUCHED, WORKING = "untouched", "working"
# What stands in the table, worst first in the summary.
OUTCOMES = ["rollback failed", "failed", "unreachable", "rolled back", "changed", "would change", "unchanged", UNTOUCHED]


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "edgewise.edgewise.rollout_report"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self):
        super().__init__()
        self.boards = {}
        self.stopped = ""

    def board(self, name):
        return self.boards.setdefault(name, {"state": UNTOUCHED, "before": "", "after": "", "why": ""})

    def v2_runner_on_ok(self, result):
        facts = result._result.get("ansible_facts") or {}
        for name in facts.get("edgewise_rollout_boards", []):
            self.board(name)
        if "edgewise_rollout" in facts:
            self.board(result._host.get_name()).update(facts["edgewise_rollout"])

    def v2_runner_on_failed(self, result, ignore_errors=False):
        name = result._host.get_name()
        if ignore_errors or name not in self.boards:
            return
        why = "%s: %s" % (result._task.get_name().split(" : ")[-1], sentence(result._result))
        if self.boards[name]["state"] == UNTOUCHED:
            # Of a failure before anything was done there is nothing to take back.
            self.boards[name]["why"] = why
        elif self.boards[name]["state"] == WORKING:
            self.boards[name]["why"] = self.boards[name]["why"] or why

    def v2_runner_on_unreachable(self, result):
        name = result._host.get_name()
        if name in self.boards:
            where = result._task.get_name().split(" : ")[-1]
            begun = "in the middle, " if self.boards[name]["state"] == WORKING else ""
            self.boards[name].update(state="unreachable", why="%sat \"%s\": %s" % (begun, where, sentence(result._result)))

    def v2_playbook_on_stats(self, stats):
        if not self.boards:
            return
        for board in self.boards.values():
            if board["state"] == WORKING:
                board["state"] = "failed"
        self.print_table()
        path = self.get_option("report_file")
        if path:
            with open(path, "w", encoding="utf-8") as file:
                json.dump(self.boards, file, indent=1, sort_keys=True)

    def print_table(self):
        self._display.banner("ROLLOUT")
        width = max(len(name) for name in self.boards)
        versions = max(len(versions_of(board)) for board in self.boards.values())
        for name, board in self.boards.items():
            line = "%-*s  %-*s  %s" % (width, name, versions, versions_of(board), board["state"])
            self._display.display(line + (": " + board["why"] if board["why"] else ""), color=colour(board["state"]))
        states = [board["state"] for board in self.boards.values()]
        self._display.display("%d boards: %s" % (len(states), ", ".join("%d %s" % (states.count(o), o) for o in OUTCOMES if o in states)))


def versions_of(board):
    if not board["before"] and not board["after"]:
        return "-"
    if board["state"] == UNTOUCHED or board["before"] == board["after"]:
        return board["before"] or "-"
    return "%s -> %s" % (board["before"] or "-", board["after"] or "-")


def colour(state):
    return {"changed": "yellow", "would change": "yellow", "unchanged": "green", UNTOUCHED: "cyan"}.get(state, "red")


def sentence(result):
    text = result.get("msg") or result.get("stderr") or "no reason given"
    return " ".join(str(text).split())
