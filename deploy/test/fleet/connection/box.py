# SPDX-License-Identifier: Apache-2.0

DOCUMENTATION = """
name: box
short_description: Run tasks in a box
description:
  - As community.docker.nsenter, but a box that is gone is unreachable, as a board without power is for ssh.
options:
  nsenter_pid:
    description: File with the id of the box's systemd.
    type: path
    vars:
      - name: box_pid_file
"""

import os

from ansible.errors import AnsibleConnectionFailure
from ansible_collections.community.docker.plugins.connection.nsenter import Connection as Nsenter


class Connection(Nsenter):
    transport = "box"
    has_pipelining = True

    def _connect(self):
        path = self.get_option("nsenter_pid")
        try:
            with open(path, encoding="ascii") as file:
                self._nsenter_pid = int(file.read())
        except (OSError, ValueError) as e:
            raise AnsibleConnectionFailure("no box at the other end (%s)" % e) from e
        self.check()
        self._play_context.remote_user = "root"
        self._connected = True
        return self

    def check(self):
        if not os.path.exists("/proc/%d/ns/mnt" % self._nsenter_pid):
            raise AnsibleConnectionFailure("no box at the other end: process %d is gone" % self._nsenter_pid)

    def exec_command(self, cmd, in_data=None, sudoable=True):
        if self._connected:
            self.check()
        result = super().exec_command(cmd, in_data=in_data, sudoable=sudoable)
        # A box that went while the command ran: what came back is no answer.
        self.check()
        return result
