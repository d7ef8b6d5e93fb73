# SPDX-License-Identifier: Apache-2.0
"""As much of an MQTT 5 client as one question and its answer need, so that a board needs no client installed."""

import os
import socket
import ssl
import struct
import time
from urllib.parse import urlsplit

CONNECT, CONNACK, PUBLISH, PUBACK, SUBSCRIBE, SUBACK, DISCONNECT = 1, 2, 3, 4, 8, 9, 14
RESPONSE_TOPIC, CORRELATION = 0x08, 0x09
# Lengths of the values of properties that a broker may send; -1 and -2: a text, a pair of texts; 0: a variable length.
PROPERTY = {
    0x01: 1, 0x02: 4, 0x03: -1, 0x08: -1, 0x09: -1, 0x0B: 0, 0x11: 4, 0x12: -1, 0x13: 2, 0x15: -1, 0x16: -1, 0x17: 1, 0x18: 4, 0x19: 1,
    0x1A: -1, 0x1C: -1, 0x1F: -1, 0x21: 2, 0x22: 2, 0x23: 2, 0x24: 1, 0x25: 1, 0x26: -2, 0x27: 4, 0x28: 1, 0x29: 1, 0x2A: 1,
}


class NoAnswer(Exception):
    """The sentence says how far it got."""


def text(value):
    raw = value.encode("utf-8") if isinstance(value, str) else value
    return struct.pack(">H", len(raw)) + raw


def number(value):
    out = b""
    while True:
        value, low = divmod(value, 128)
        out += bytes([low | (128 if value else 0)])
        if not value:
            return out


def read_number(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def read_properties(data, at):
    """Those of a packet by their identifiers, and where they end."""
    length, at = read_number(data, at)
    end = at + length
    found = {}
    while at < end:
        key, at = data[at], at + 1
        kind = PROPERTY[key]
        if kind == 0:
            found[key], at = read_number(data, at)
            continue
        for _part in range(2 if kind == -2 else 1):
            size = kind
            if kind < 0:
                size = struct.unpack_from(">H", data, at)[0]
                at += 2
            found[key] = data[at:at + size]
            at += size
    return found, end


class Client:
    """One connection. Everything happens before the deadline, a value of time.monotonic."""

    def __init__(self, url, deadline, ca=None, cert=None, key=None):
        self.deadline = deadline
        parts = urlsplit(url)
        tls = parts.scheme == "mqtts"
        if parts.scheme not in ("mqtt", "mqtts"):
            raise NoAnswer("a message can be sent over mqtt:// and mqtts:// only, not over %s" % url)
        host, port = parts.hostname, parts.port or (8883 if tls else 1883)
        try:
            self.socket = socket.create_connection((host, port), timeout=self.left())
            if tls:
                context = ssl.create_default_context(cafile=ca)
                if cert:
                    context.load_cert_chain(cert, key)
                self.socket = context.wrap_socket(self.socket, server_hostname=host)
        except OSError as e:
            raise NoAnswer("the broker %s can't be reached: %s" % (url, e)) from e

    def left(self):
        return max(0.01, self.deadline - time.monotonic())

    def close(self):
        try:
            self.send(DISCONNECT, b"")
        except OSError:
            pass  # the broker left first
        self.socket.close()

    def send(self, kind, body, flags=0):
        self.socket.sendall(bytes([kind << 4 | flags]) + number(len(body)) + body)

    def exactly(self, size):
        data = b""
        while len(data) < size:
            self.socket.settimeout(self.left())
            try:
                more = self.socket.recv(size - len(data))
            except OSError as e:
                raise NoAnswer("nothing came in time (%s)" % e) from e
            if not more:
                raise NoAnswer("the broker closed the connection")
            data += more
        return data

    def receive(self, kind):
        """The flags and the body of the next packet of that kind; messages to us in between are lost."""
        while True:
            first = self.exactly(1)[0]
            length = b""
            while not length or length[-1] >= 128:
                length += self.exactly(1)
            body = self.exactly(read_number(length, 0)[0])
            if first >> 4 == kind:
                return first & 15, body

    def connect(self, username=None, password=None):
        flags = 2 | (128 if username else 0) | (64 if password else 0)
        name = "edgewise-gate-%s-%d" % (socket.gethostname()[:32], os.getpid())
        body = text("MQTT") + bytes([5, flags]) + struct.pack(">H", 60) + number(0) + text(name)
        body += (text(username) if username else b"") + (text(password) if password else b"")
        self.send(CONNECT, body)
        refused(self.receive(CONNACK)[1][1], "the broker refused the connection")

    def subscribe(self, topic):
        self.send(SUBSCRIBE, struct.pack(">H", 1) + number(0) + text(topic) + bytes([1]), flags=2)
        refused(self.receive(SUBACK)[1][-1], "the broker refused the subscription to %s" % topic)

    def publish(self, topic, payload, answer_to, token):
        asked = bytes([RESPONSE_TOPIC]) + text(answer_to) + bytes([CORRELATION]) + text(token)
        self.send(PUBLISH, text(topic) + struct.pack(">H", 2) + number(len(asked)) + asked + payload, flags=2)
        body = self.receive(PUBACK)[1]
        refused(body[2] if len(body) > 2 else 0, "the broker refused the message to %s" % topic)
        if len(body) > 2 and body[2] == 0x10:
            raise NoAnswer("nobody subscribes to %s: no route of this gateway has it as its input" % topic)

    def answer(self, token):
        while True:
            flags, body = self.receive(PUBLISH)
            at = 2 + struct.unpack_from(">H", body)[0] + (2 if flags & 6 else 0)
            properties, at = read_properties(body, at)
            if properties.get(CORRELATION) == token:
                return body[at:]


def refused(code, sentence):
    if code >= 0x80:
        raise NoAnswer("%s (reason code 0x%02x)" % (sentence, code))
