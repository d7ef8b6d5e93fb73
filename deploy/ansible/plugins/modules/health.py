#!/usr/bin/python
# SPDX-License-Identifier: Apache-2.0

DOCUMENTATION = r"""
module: health
short_description: Wait until a gateway is healthy, and say why it is not
description:
  - Asks the gateway on this board for its health until everything that is wanted holds or the time is up.
  - Gives up at once when systemd says that the service has failed; what it said last is part of the answer.
  - Changes nothing.
options:
  url:
    description: Where the gateway's HTTP is.
    type: str
    default: http://127.0.0.1:8080
  version:
    description: Debian version that has to run. Without it the version is not looked at.
    type: str
  models:
    description: By model C(bundle) (its directory on the board) and C(lazy), as in the configuration. Each has to be served, not degraded, and be what C(bundle.json) in its directory says.
    type: dict
    default: {}
  bundles:
    description: By model the C(name@version) that it has to be, in place of what its directory says.
    type: dict
    default: {}
  links:
    description: Whether the links to the broker have to be up.
    type: bool
    default: true
  reasons:
    description: Dead letters with one of these reasons count as errors of the gateway.
    type: list
    elements: str
    default: [deadline, poison, invalid-output, refused]
  errors:
    description: Share of messages that may become such dead letters, 0 to 1.
    type: float
    default: 0.01
  timeout:
    description: Seconds until it has to be healthy; 0 looks once.
    type: int
    default: 120
  judge:
    description: Whether to fail when it is not healthy.
    type: bool
    default: true
author:
  - The Edgewise project
"""

EXAMPLES = r"""
- name: Wait until version 0.2.0 answers
  edgewise.edgewise.health:
    version: 0.2.0
    models:
      moderation: {bundle: /usr/share/edgewise/models/moderation}
"""

RETURN = r"""
problems:
  description: What does not hold, a sentence each.
  returned: always
  type: list
status:
  description: The status object of the gateway, empty when it does not answer.
  returned: always
  type: dict
service:
  description: ActiveState, SubState, Result and StatusText of systemd.
  returned: always
  type: dict
received:
  description: Messages since the start.
  returned: always
  type: int
dead_letters:
  description: Dead letters since the start, of any reason.
  returned: always
  type: int
waited:
  description: Seconds.
  returned: always
  type: float
"""

import json
import time
import urllib.error
import urllib.request

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.edgewise.edgewise.plugins.module_utils import gate

UNIT = "edgewise.service"
# systemd starts it anew after a crash; when it crashes each time there is nothing to wait for.
MOST_RESTARTS = 2
# The former process may still answer for a moment, for so many seconds at most.
MOST_WRONG = 20


def fetch(url):
    """Status code and body; a gateway that is not ready answers with 503 and the same object."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=10) as answer:
            return answer.status, answer.read().decode("utf-8")
    except urllib.error.HTTPError as e:
        return e.code, e.read().decode("utf-8", "replace")


def service(module):
    _code, out, _err = module.run_command(
        ["systemctl", "show", UNIT, "-p", "ActiveState,SubState,Result,StatusText,ExecMainStatus,NRestarts"]
    )
    return dict(line.split("=", 1) for line in out.splitlines() if "=" in line)


def last_words(module):
    """The service's last lines that tell of trouble."""
    code, out, _err = module.run_command(["journalctl", "-u", UNIT, "-o", "cat", "-n", "60", "--no-pager", "-q"])
    lines = [line.strip() for line in out.splitlines() if line.strip()] if code == 0 else []
    telling = [line for line in lines if " ERROR " in line or line.startswith(("edgewise:", "Exception", "Error"))]
    # The sentence that ended it, not what came of it.
    return telling[-3:]


def look(module):
    wanted = module.params
    found = {"problems": [], "status": {}, "received": 0, "dead_letters": 0, "wrong_version": False}
    try:
        code, body = fetch(wanted["url"] + "/health/ready")
        found["status"] = json.loads(body)
        metrics = gate.read_metrics(fetch(wanted["url"] + "/metrics")[1])
    except (OSError, ValueError) as e:
        found["problems"].append("no answer at %s/health/ready: %s" % (wanted["url"], getattr(e, "reason", e)))
        return found
    if code != 200:
        found["problems"].append("not ready: %s" % found["status"].get("status", "no reason given"))
    if wanted["version"]:
        wrong = gate.judge_version(found["status"], wanted["version"])
        found["wrong_version"] = bool(wrong) and code == 200
        found["problems"] += wrong
    found["problems"] += gate.judge_models(found["status"], wanted["models"], wanted["bundles"])
    if wanted["links"]:
        found["problems"] += gate.judge_links(found["status"])
    found["problems"] += gate.judge_errors(metrics, wanted["reasons"], wanted["errors"])
    found["received"] = int(gate.error_rate(metrics, [])[1])
    found["dead_letters"] = int(sum(value for name, _labels, value in metrics if name == "edgewise_dead_letters_total"))
    return found


def restarted(state):
    return int(state.get("NRestarts") or 0)


def given_up(state, restarts):
    """A sentence when waiting longer does not help."""
    if state.get("ActiveState") == "failed":
        return "the service failed (%s, exit code %s)" % (state.get("Result"), state.get("ExecMainStatus"))
    if restarted(state) >= restarts + MOST_RESTARTS:
        return "the service ends again and again (exit code %s)" % state.get("ExecMainStatus")
    return ""


def wait(module):
    begin = time.monotonic()
    restarts = restarted(service(module))
    wrong_since = None
    while True:
        found = look(module)
        found["service"] = service(module)
        found["waited"] = round(time.monotonic() - begin, 1)
        failed = given_up(found["service"], restarts)
        if failed:
            # Whatever else is missing is missing because of that.
            found["problems"] = [failed]
        if not found["wrong_version"]:
            wrong_since = None
        elif wrong_since is None:
            wrong_since = found["waited"]
        failed = failed or (wrong_since is not None and found["waited"] - wrong_since >= MOST_WRONG)
        if not found["problems"] or failed or found["waited"] >= module.params["timeout"]:
            return found
        time.sleep(1)


def main():
    module = AnsibleModule(
        argument_spec={
            "url": {"type": "str", "default": "http://127.0.0.1:8080"},
            "version": {"type": "str"},
            "models": {"type": "dict", "default": {}},
            "bundles": {"type": "dict", "default": {}},
            "links": {"type": "bool", "default": True},
            "reasons": {"type": "list", "elements": "str", "default": ["deadline", "poison", "invalid-output", "refused"]},
            "errors": {"type": "float", "default": 0.01},
            "timeout": {"type": "int", "default": 120},
            "judge": {"type": "bool", "default": True},
        },
        supports_check_mode=True,
    )
    found = wait(module)
    if found["problems"] and module.params["judge"]:
        said = last_words(module)
        if said:
            found["problems"].append("it said: " + " / ".join(said))
        module.fail_json(msg="; ".join(found["problems"]), **found)
    module.exit_json(changed=False, **found)


if __name__ == "__main__":
    main()
