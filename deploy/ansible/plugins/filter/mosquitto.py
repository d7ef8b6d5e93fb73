# SPDX-License-Identifier: Apache-2.0
"""Lines of Mosquitto's password file that are the same each time, so that a second run changes nothing."""

import base64
import hashlib

ROUNDS = 101  # what mosquitto_passwd uses
SALT = 12


def mosquitto_user(password, user, place):
    """The line of a user: PBKDF2 with SHA-512. The salt is the user's at that place, a board's name, say."""
    if not user or ":" in user or "\n" in user:
        raise ValueError("%r can't be a user of Mosquitto: empty, or with a colon or a line break" % user)
    salt = hashlib.sha256(("%s\n%s" % (place, user)).encode("utf-8")).digest()[:SALT]
    digest = hashlib.pbkdf2_hmac("sha512", str(password).encode("utf-8"), salt, ROUNDS)
    return "%s:$7$%d$%s$%s" % (user, ROUNDS, base64.b64encode(salt).decode(), base64.b64encode(digest).decode())


class FilterModule:
    def filters(self):
        return {"mosquitto_user": mosquitto_user}
