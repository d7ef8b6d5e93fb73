# SPDX-License-Identifier: Apache-2.0
"""Harmless texts of our own that machines and people at machines write: sensor messages, log lines, codes.

No command of its own. Written for this file and drawn with a seed; keep them out of every training file.
"""
import itertools
import random
import re

SEED = 20260302

SENSOR = [
    "{tag} {quantity} {value} {unit} {state}",
    "{tag}: {quantity} is {value} {unit}, limit {limit}",
    "{quantity} at {spot} fell to {value} {unit} at {time}",
    "alarm {number} {spot} {quantity} high {value} {unit}",
    "{spot} reports {quantity} {value} {unit}, ack by operator at {time}",
    "node {number} battery {value} percent, rssi -{number} dBm",
    "{tag} stuck at {value} {unit} since {time}, check probe",
    "heartbeat missed from {tag}, last seen {time}",
    "{spot} door open {number} s, {quantity} {value} {unit}",
    "{tag} dead band {value} {unit}, slave {number} not responding",
]
LOGS = [
    "{time} WARN  [{part}] retry {number} after timeout of {limit} ms",
    "{time} ERROR [{part}] connection reset by peer, code {number}",
    "{time} INFO  [{part}] started in {value} s",
    "{part}[{limit}]: child {number} killed by signal 9",
    "{part}: queue depth {limit}, dropped {number} frames",
    "<{number}>{part} kernel: eth0 link down",
    "{part} checksum mismatch at offset {limit}, expected {number}",
    "GET /api/v1/{part} 200 {number} bytes {limit} us",
]
CODE_TEXTS = [
    "replace {code} and test",
    "{code} is leaking again",
    "ordered two pieces of {code} for the workshop",
    "check {code}, then {code2}",
    "ticket {code} is closed",
    "leak at {code} reported by the night shift",
    "please bring {code2} to {code}",
    "{code} tripped on overload",
]
CODES = ["CV-102", "P-17", "TT-4021A", "HX/12", "PMP_0045", "WO-2024-118", "M12x40", "LV 3-07", "4401-B", "K2.17", "XV-9", "SN:88213-C"]
SLOTS = {
    "tag": ["TT-101", "PT-22", "FT-7", "LS-300", "probe 4", "sensor 19"],
    "quantity": ["temperature", "pressure", "flow", "level", "vibration", "humidity", "torque"],
    "value": ["0.4", "7.25", "18", "61.5", "230", "1013", "99.9"],
    "unit": ["bar", "C", "l/min", "%", "mm/s", "Nm", "kPa"],
    "state": ["OK", "LOW", "HIGH", "FAULT", "stale"],
    "limit": ["8", "75", "120", "2048"],
    "spot": ["tank 3", "boiler room", "line 2", "pump house", "silo B", "cold store"],
    "time": ["06:12", "14:03:55", "23:40", "2024-05-11T07:00:02Z"],
    "number": ["2", "17", "41", "88"],
    "part": ["mqtt-bridge", "modbusd", "historian", "opcua", "scheduler", "uplink"],
    "code": CODES,
    "code2": CODES[::-1],
}


UNITS = {
    "temperature": ["C"],
    "pressure": ["bar", "kPa"],
    "flow": ["l/min"],
    "level": ["%"],
    "vibration": ["mm/s"],
    "humidity": ["%"],
    "torque": ["Nm"],
}


def fits(values):
    """Different words in different slots, and a unit that the quantity has."""
    known = UNITS.get(values.get("quantity"), [values.get("unit")])
    return len(set(values.values())) == len(values) and values.get("unit") in (None, *known)


def drawn(templates, count, offset=0):
    """So many sentences, each once, in turns among the templates: [(sentence, {slot: value})]."""
    draw = random.Random(SEED + offset)
    queues = []
    for template in templates:
        slots = list(dict.fromkeys(re.findall(r"{(\w+)}", template)))
        ready = [dict(zip(slots, chosen)) for chosen in itertools.product(*(SLOTS[s] for s in slots))]
        ready = list(filter(fits, ready))
        draw.shuffle(ready)
        queues.append([(template.format(**r), r) for r in ready])
    turns = itertools.chain.from_iterable(itertools.zip_longest(*queues))
    return list(dict((t, r) for t, r in itertools.islice(filter(None, turns), 2 * count)).items())[:count]


def sensor(count=400):
    return [text for text, _ in drawn(SENSOR, count)]


def logs(count=300):
    return [text for text, _ in drawn(LOGS, count, 1)]


def codes(count=96):
    """(text, [(start, end)]): sentences and where their codes stand."""
    texts = []
    for text, values in drawn(CODE_TEXTS, count, 2):
        places = [(text.index(v), text.index(v) + len(v)) for v in values.values()]
        texts.append((text, sorted(places)))
    return texts
