#!/usr/bin/python
# SPDX-License-Identifier: Apache-2.0

DOCUMENTATION = r"""
module: ask
short_description: Send a text through the broker to the gateway and look at its answer
description:
  - The whole way that a message goes, broker, route, model, broker; with a Response Topic of its own, so that the answer goes nowhere else. What the route forwards is forwarded.
  - Needs nothing on the board but Python.
options:
  url:
    description: The broker, C(mqtt://HOST:PORT) or C(mqtts://HOST:PORT).
    type: str
    required: true
  topic:
    description: An input of a route.
    type: str
    required: true
  text:
    description: The payload.
    type: str
    required: true
  expect:
    description: What the answer has to contain.
    type: str
    required: true
  username:
    description: User name at the broker.
    type: str
  password_file:
    description: File on the board whose first line is the password.
    type: path
  ca:
    description: PEM file on the board with the authorities that may have signed the broker's certificate.
    type: path
  cert:
    description: PEM file on the board with a certificate of its own.
    type: path
  key:
    description: PEM file on the board with that certificate's key.
    type: path
  timeout:
    description: Seconds for all of it.
    type: int
    default: 20
author:
  - The Edgewise project
"""

EXAMPLES = r"""
- name: Ask it something
  edgewise.edgewise.ask:
    url: mqtt://127.0.0.1:1883
    topic: terminals/gate/text
    text: Thank you, that was kind.
    expect: '"verdict":"allow"'
"""

RETURN = r"""
answer:
  description: The answer.
  returned: success
  type: str
took_ms:
  description: Milliseconds from the question to the answer.
  returned: success
  type: float
"""

import os
import time

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.edgewise.edgewise.plugins.module_utils.mqtt import Client, NoAnswer


def password(path):
    if not path:
        return None
    try:
        with open(path, encoding="utf-8") as file:
            return file.readline().rstrip("\r\n") or None
    except OSError as e:
        raise NoAnswer("the password can't be read: %s" % e) from e


def ask(wanted):
    client = Client(
        wanted["url"], time.monotonic() + wanted["timeout"], ca=wanted["ca"], cert=wanted["cert"], key=wanted["key"]
    )
    try:
        client.connect(wanted["username"], password(wanted["password_file"]))
        token = os.urandom(8)
        answer_to = "gate/" + token.hex()
        client.subscribe(answer_to)
        begin = time.monotonic()
        client.publish(wanted["topic"], wanted["text"].encode("utf-8"), answer_to, token)
        try:
            return client.answer(token).decode("utf-8", "replace"), (time.monotonic() - begin) * 1000
        except NoAnswer as e:
            raise NoAnswer("no answer to the golden message on %s within %d s: %s" % (wanted["topic"], wanted["timeout"], e)) from e
    finally:
        client.close()


def main():
    module = AnsibleModule(
        argument_spec={
            "url": {"type": "str", "required": True},
            "topic": {"type": "str", "required": True},
            "text": {"type": "str", "required": True},
            "expect": {"type": "str", "required": True},
            "username": {"type": "str"},
            "password_file": {"type": "path", "no_log": False},
            "ca": {"type": "path"},
            "cert": {"type": "path"},
            "key": {"type": "path", "no_log": False},
            "timeout": {"type": "int", "default": 20},
        },
        supports_check_mode=True,
    )
    try:
        answer, took = ask(module.params)
    except NoAnswer as e:
        module.fail_json(msg=str(e))
    if module.params["expect"] not in answer:
        module.fail_json(msg="the answer to the golden message has no %s: %s" % (module.params["expect"], answer), answer=answer)
    module.exit_json(changed=False, answer=answer, took_ms=round(took, 1))


if __name__ == "__main__":
    main()
